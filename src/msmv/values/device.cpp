#include "msmv/values/device.h"

#include <charconv>
#include <string_view>

namespace msmv {

std::optional<Device> device_named(const std::string& name) {
  constexpr std::string_view kNumbered = "cuda:";
  if (name == "cpu") {
    return Device{};
  }
  if (name == "cuda") {
    return Device{.is_cuda = true};
  }
  if (!name.starts_with(kNumbered)) {
    return std::nullopt;
  }
  int number = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, fault] = std::from_chars(name.data() + kNumbered.size(), end, number);
  if (fault != std::errc() || stop != end || number < 0) {
    return std::nullopt;
  }
  return Device{.is_cuda = true, .number = number};
}

}  // namespace msmv
