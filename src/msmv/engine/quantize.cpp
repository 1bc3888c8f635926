#include "msmv/engine/quantize.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace msmv::engine {

namespace {

constexpr float kLargest = 127;

// The largest |w|, or the largest sum of two neighbouring input channels' weights of one sign.
// `weights` are those of one output channel: [in, positions].
float largest(std::span<const float> weights, std::size_t positions, PairSums pair_sums) {
  float bound = 0;
  for (const float weight : weights) {
    bound = std::max(bound, std::abs(weight));
  }
  if (pair_sums == PairSums::exact) {
    return bound;
  }
  for (std::size_t pair = 0; pair + 2 * positions <= weights.size(); pair += 2 * positions) {
    for (std::size_t i = pair; i < pair + positions; ++i) {
      const float a = weights[i];
      const float b = weights[i + positions];
      bound = std::max(
          {bound, std::max(a, 0.0F) + std::max(b, 0.0F), -std::min(a, 0.0F) - std::min(b, 0.0F)});
    }
  }
  return bound;
}

}  // namespace

QuantizedWeights quantize(const Folded& folded, const Convolution& convolution,
                          PairSums pair_sums) {
  const std::size_t out = folded.bias.size();
  const std::size_t per_channel = folded.weights.size() / out;
  const auto positions = static_cast<std::size_t>(convolution.kernel * convolution.kernel);
  QuantizedWeights quantized{.values = std::vector<std::int8_t>(folded.weights.size()),
                             .scales = std::vector<float>(out)};
  for (std::size_t c = 0; c < out; ++c) {
    const auto weights = std::span(folded.weights).subspan(c * per_channel, per_channel);
    const float bound = largest(weights, positions, pair_sums);
    const float scale = bound > 0 ? bound / kLargest : 1;
    quantized.scales[c] = scale;
    for (std::size_t i = 0; i < per_channel; ++i) {
      quantized.values[c * per_channel + i] =
          static_cast<std::int8_t>(std::nearbyint(weights[i] / scale));
    }
  }
  return quantized;
}

}  // namespace msmv::engine
