#pragma once

#include <optional>
#include <string>

namespace msmv {

// Where a network runs.
struct Device {
  bool is_cuda = false;       // else the processor
  std::optional<int> number;  // of the CUDA device; unset: the first, or the one of LOCAL_RANK
};

// The device that "cpu", "cuda" or "cuda:N" names; nothing for any other text.
std::optional<Device> device_named(const std::string& name);

}  // namespace msmv
