#include "msmv/engine/range_histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace msmv::engine {

void RangeHistogram::add(std::span<const float> values) {
  for (const float value : values) {
    const float magnitude = std::abs(value);
    if (magnitude == 0) {
      continue;
    }
    while (magnitude > top_) {
      for (std::size_t i = 0; i < kBins / 2; ++i) {
        counts_[i] = counts_[2 * i] + counts_[2 * i + 1];
      }
      std::fill(counts_.begin() + kBins / 2, counts_.end(), 0);
      top_ *= 2;
    }
    const auto bin = static_cast<std::size_t>(magnitude / top_ * kBins);
    ++counts_[std::min(bin, kBins - 1)];
  }
}

float RangeHistogram::best_range(int levels) const {
  const double width = static_cast<double>(top_) / kBins;
  double best_loss = std::numeric_limits<double>::infinity();
  double best = width;
  // From the top down: what lies above the candidate, as count, sum and sum of squares.
  double above = 0;
  double sum = 0;
  double squares = 0;
  double total = 0;
  for (const std::uint64_t count : counts_) {
    total += static_cast<double>(count);
  }
  for (std::size_t bin = kBins; bin > 0; --bin) {
    const double range = static_cast<double>(bin) * width;
    const double step = range / levels;
    const double clipping = squares - 2 * range * sum + range * range * above;
    const double loss = clipping + (total - above) * step * step / 12;
    if (loss < best_loss) {
      best_loss = loss;
      best = range;
    }
    const double centre = (static_cast<double>(bin) - 0.5) * width;
    const auto count = static_cast<double>(counts_[bin - 1]);
    above += count;
    sum += count * centre;
    squares += count * centre * centre;
  }
  return static_cast<float>(best);
}

}  // namespace msmv::engine
