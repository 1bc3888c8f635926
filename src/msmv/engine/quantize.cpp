#include "msmv/engine/quantize.h"

#include <algorithm>
#include <cmath>

namespace msmv::engine {

std::vector<float> weight_ranges(std::span<const float> weights, std::size_t channels,
                                 std::size_t positions, PairSums pair_sums) {
  const std::size_t per_channel = weights.size() / channels;
  std::vector<float> ranges(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const auto row = weights.subspan(c * per_channel, per_channel);
    float& range = ranges[c];
    for (const float weight : row) {
      range = std::max(range, std::abs(weight));
    }
    const std::size_t pair = pair_sums == PairSums::exact ? per_channel + 1 : 2 * positions;
    for (std::size_t first = 0; first + pair <= per_channel; first += pair) {
      for (std::size_t i = first; i < first + positions; ++i) {
        range = std::max(range, std::abs(row[i] + row[i + positions]));
      }
    }
    range = range > 0 ? range : 1;
  }
  return ranges;
}

}  // namespace msmv::engine
