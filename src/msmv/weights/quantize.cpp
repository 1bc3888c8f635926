#include "msmv/weights/quantize.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace msmv::weights {
namespace {

constexpr float kLargest = 127.0F;
// Added and taken away again it rounds to the nearest whole number, ties to even, without a call.
constexpr float kRounder = 0x1.8p23F;

std::size_t channels_of(const Shape& shape) {
  return shape.empty() ? 0 : static_cast<std::size_t>(shape.front());
}

float largest_magnitude(std::span<const float> values) {
  float largest = 0;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      throw std::invalid_argument("quantize: a value is not finite");
    }
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

}  // namespace

Quantized quantize(const Tensor& tensor) {
  if (tensor.shape.empty()) {
    throw std::invalid_argument("quantize: a tensor without axes has no channels");
  }
  const std::size_t channels = channels_of(tensor.shape);
  const std::size_t per_channel = channels == 0 ? 0 : tensor.values.size() / channels;
  Quantized out{.shape = tensor.shape,
                .values = std::vector<std::int8_t>(tensor.values.size()),
                .scales = std::vector<float>(channels)};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const auto values = std::span(tensor.values).subspan(channel * per_channel, per_channel);
    const float scale = largest_magnitude(values) / kLargest;
    out.scales[channel] = scale;
    if (scale == 0) {
      continue;  // all zero, or too small for a scale of its own
    }
    const std::size_t first = channel * per_channel;
    for (std::size_t i = 0; i < per_channel; ++i) {
      const float rounded = (values[i] / scale + kRounder) - kRounder;
      out.values[first + i] =
          static_cast<std::int8_t>(std::min(std::max(rounded, -kLargest), kLargest));
    }
  }
  return out;
}

Tensor dequantize(const Shape& shape, std::span<const std::int8_t> values,
                  std::span<const float> scales) {
  if (scales.size() != channels_of(shape) || values.size() != count_of(shape)) {
    throw std::invalid_argument("dequantize: values and scales are not of shape " + text_of(shape));
  }
  Tensor out{.shape = shape, .values = std::vector<float>(values.size())};
  const std::size_t per_channel = scales.empty() ? 0 : values.size() / scales.size();
  for (std::size_t channel = 0; channel < scales.size(); ++channel) {
    const float scale = scales[channel];
    const std::size_t first = channel * per_channel;
    for (std::size_t i = first; i < first + per_channel; ++i) {
      out.values[i] = scale * static_cast<float>(values[i]);
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
