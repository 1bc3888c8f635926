#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "msmv/weights/tensor.h"

namespace msmv::weights {

struct ScaleAndZero {
  float scale = 0, zero = 0;
};

// A tensor at 8 bits: value = (q - zero point) * scale, both of the channel, which is the index
// along the first axis (a convolution's or linear layer's output). The zero point is a whole
// number, so that 0 stays 0; the rounding error is at most half a scale. Symmetric scales, which
// int8 arithmetic likes better, were measured: nearly twice the error.
struct Quantized {
  Shape shape;
  std::vector<std::uint8_t> values;
  std::vector<ScaleAndZero> channels;
};

// Spreads each channel's range, with 0 in it, over 0 to 255. Throws std::invalid_argument for a
// tensor without axes or with values that are not finite.
Quantized quantize(const Tensor& tensor);

// `channels` holds one entry for each channel, or a single one for all.
Tensor dequantize(const Shape& shape, std::span<const std::uint8_t> values,
                  std::span<const ScaleAndZero> channels);

// The error of rounding: the root mean square of the differences over that of the values.
double relative_rms_error(const Tensor& exact, const Tensor& rounded);

}  // namespace msmv::weights
