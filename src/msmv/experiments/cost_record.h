#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace msmv::experiments {

// Milliseconds, and the threads that they were measured with.
struct Timing {
  double ms = 0;
  int threads = 0;
};

// Reads the timing under this key at `path`; where none or a broken one is, takes what `measure`
// gives, which is then written there. Throws what `measure` throws.
Timing recorded_timing(const std::filesystem::path& path, const std::string& key,
                       const std::function<Timing()>& measure);

}  // namespace msmv::experiments
