#include "msmv/weights/quantize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace msmv::weights {
namespace {

constexpr float kLevels = 255.0F;
// Added and taken away again it rounds to the nearest whole number, ties to even, without a call.
constexpr float kRounder = 0x1.8p23F;

float rounded(float value) {
  return (value + kRounder) - kRounder;
}

std::size_t channels_of(const Shape& shape) {
  return shape.empty() ? 0 : static_cast<std::size_t>(shape.front());
}

ScaleAndZero fitted_to(std::span<const float> values) {
  float low = 0;
  float high = 0;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      throw std::invalid_argument("quantize: a value is not finite");
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const float scale = high / kLevels - low / kLevels;
  // All zero, or too small for a scale of its own: everything becomes 0.
  return scale < std::numeric_limits<float>::min()
             ? ScaleAndZero{.scale = 0, .zero = 0}
             : ScaleAndZero{.scale = scale, .zero = rounded(-low / scale)};
}

}  // namespace

Quantized quantize(const Tensor& tensor) {
  if (tensor.shape.empty()) {
    throw std::invalid_argument("quantize: a tensor without axes has no channels");
  }
  const std::size_t channels = channels_of(tensor.shape);
  const std::size_t per_channel = channels == 0 ? 0 : tensor.values.size() / channels;
  Quantized out{.shape = tensor.shape,
                .values = std::vector<std::uint8_t>(tensor.values.size()),
                .channels = std::vector<ScaleAndZero>(channels)};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const std::size_t first = channel * per_channel;
    const auto values = std::span(tensor.values).subspan(first, per_channel);
    const auto [scale, zero] = out.channels[channel] = fitted_to(values);
    for (std::size_t i = 0; scale > 0 && i < per_channel; ++i) {
      const float level = rounded(values[i] / scale) + zero;
      out.values[first + i] = static_cast<std::uint8_t>(std::min(std::max(level, 0.0F), kLevels));
    }
  }
  return out;
}

Tensor dequantize(const Shape& shape, std::span<const std::uint8_t> values,
                  std::span<const ScaleAndZero> channels) {
  const bool is_one_for_all = channels.size() == 1;
  if (values.size() != count_of(shape) ||
      (!is_one_for_all && channels.size() != channels_of(shape))) {
    throw std::invalid_argument("dequantize: values and scales are not of shape " + text_of(shape));
  }
  Tensor out{.shape = shape, .values = std::vector<float>(values.size())};
  const std::size_t per_channel = channels.empty() ? 0 : values.size() / channels.size();
  std::array<float, 256> table;
  for (std::size_t channel = 0; channel < channels.size(); ++channel) {
    for (std::size_t q = 0; q < table.size(); ++q) {
      table[q] = static_cast<float>((static_cast<double>(q) - channels[channel].zero) *
                                    channels[channel].scale);
    }
    for (std::size_t i = channel * per_channel; i < (channel + 1) * per_channel; ++i) {
      out.values[i] = table[values[i]];
    }
  }
  return out;
}

double relative_rms_error(const Tensor& exact, const Tensor& rounded) {
  if (exact.shape != rounded.shape) {
    throw std::invalid_argument("relative_rms_error: " + text_of(exact.shape) + " against " +
                                text_of(rounded.shape));
  }
  double difference = 0;
  double magnitude = 0;
  for (std::size_t i = 0; i < exact.values.size(); ++i) {
    const double value = exact.values[i];
    difference += (value - rounded.values[i]) * (value - rounded.values[i]);
    magnitude += value * value;
  }
  return magnitude == 0 ? 0 : std::sqrt(difference / magnitude);
}

}  // namespace msmv::weights
