#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "msmv/weights/tensor.h"

namespace msmv::weights {

// A tensor at 8 bits: value = scales[channel] * q, the channel being the index along the first
// axis (a convolution's or linear layer's output). Symmetric, q from -127 to 127, so that int8
// arithmetic can take it as it is; the rounding error is at most half a scale.
struct Quantized {
  Shape shape;
  std::vector<std::int8_t> values;
  std::vector<float> scales;
};

// Scales each channel's largest magnitude to 127. Throws std::invalid_argument for a tensor
// without axes or with values that are not finite.
Quantized quantize(const Tensor& tensor);

Tensor dequantize(const Shape& shape, std::span<const std::int8_t> values,
                  std::span<const float> scales);

// What rounding cost: the root of the mean square of the differences over that of the values.
double relative_rms_error(const Tensor& exact, const Tensor& rounded);

}  // namespace msmv::weights
