#include "msmv/slide/slide_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "msmv/values/nearest_name.h"

namespace msmv::slide {

bool is_slide_name(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 10> kExtensions = {
      ".svs", ".tif", ".tiff", ".ndpi", ".scn", ".mrxs", ".vms", ".vmu", ".bif", ".svslide"};
  const std::string extension = lower_case(path.extension().string());
  return !path.filename().string().starts_with('.') &&
         std::ranges::find(kExtensions, extension) != kExtensions.end();
}

}  // namespace msmv::slide
