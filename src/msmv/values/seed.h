#pragma once

#include <cstdint>

namespace msmv {

using Seed = std::uint64_t;

// An independent stream of the same seed, for one image, fold or worker (splitmix64).
constexpr Seed derive(Seed seed, std::uint64_t stream) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (stream + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace msmv
