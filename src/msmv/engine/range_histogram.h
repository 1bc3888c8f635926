#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace msmv::engine {

// How often magnitudes occur, in equal steps from 0 to a top that doubles as larger ones come in.
class RangeHistogram {
 public:
  void add(std::span<const float> values);

  // The range [0, r] that loses least when magnitudes are kept as the nearest of `levels` equal
  // steps above 0, and those beyond r as r: the sum of squared errors, a step's share of it taken
  // as step^2 / 12. Zeros are kept exactly and don't count. At least a tiny positive number.
  float best_range(int levels) const;

 private:
  static constexpr std::size_t kBins = 4096;
  std::array<std::uint64_t, kBins> counts_{};
  float top_ = 0x1p-100F;
};

}  // namespace msmv::engine
