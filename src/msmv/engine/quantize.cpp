#include "msmv/engine/quantize.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

namespace msmv::engine {

namespace {

constexpr float kLargest = 127;
// Added to a small float and taken away again, it leaves the nearest integer, even ones at ties:
// std::nearbyint, but in vectors.
constexpr float kRounding = 0x1.8p23F;

// The bits of |x|, which are in the order of |x|; integers are compared in vectors.
std::uint32_t magnitude(float x) {
  return std::bit_cast<std::uint32_t>(x) & 0x7FFFFFFFU;
}

// The largest |w| and, where pair sums saturate, |w0 + w1| of two neighbouring input channels.
// `weights` are those of one output channel: [in, positions].
float largest(std::span<const float> weights, std::size_t positions, PairSums pair_sums) {
  std::uint32_t bound = 0;
  for (const float weight : weights) {
    bound = std::max(bound, magnitude(weight));
  }
  const std::size_t pair = pair_sums == PairSums::exact ? weights.size() + 1 : 2 * positions;
  for (std::size_t first = 0; first + pair <= weights.size(); first += pair) {
    for (std::size_t i = first; i < first + positions; ++i) {
      bound = std::max(bound, magnitude(weights[i] + weights[i + positions]));
    }
  }
  return std::bit_cast<float>(bound);
}

}  // namespace

QuantizedWeights quantize(const Folded& folded, const Convolution& convolution,
                          PairSums pair_sums) {
  const std::size_t out = folded.bias.size();
  const std::size_t per_channel = folded.weights.size() / out;
  const auto kernel = static_cast<std::size_t>(convolution.kernel);
  const std::size_t positions = kernel * kernel;
  QuantizedWeights quantized{.values = std::vector<std::int8_t>(folded.weights.size()),
                             .scales = std::vector<float>(out)};
  for (std::size_t c = 0; c < out; ++c) {
    const auto weights = std::span(folded.weights).subspan(c * per_channel, per_channel);
    const float bound = largest(weights, positions, pair_sums);
    const float scale = bound > 0 ? bound / kLargest : 1;
    quantized.scales[c] = scale;
    const float inverse = 1 / scale;
    const auto values = std::span(quantized.values).subspan(c * per_channel, per_channel);
    for (std::size_t i = 0; i < per_channel; ++i) {
      const float rounded = (weights[i] * inverse + kRounding) - kRounding;
      values[i] = static_cast<std::int8_t>(static_cast<std::int32_t>(rounded));
    }
  }
  return quantized;
}

}  // namespace msmv::engine
