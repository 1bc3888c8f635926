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

// What stands at `path` under this key; where nothing does, or something broken, what `measure`
// gives, which is then written there. Throws what `measure` throws.
Timing recorded_timing(const std::filesystem::path& path, const std::string& key,
                       const std::function<Timing()>& measure);

}  // namespace msmv::experiments
