#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "msmv/engine/resnet.h"

namespace msmv::engine {

// The value of each tensor that the largest 8-bit number stands for, by the name of the
// convolution, projection or block that makes it ("shared.layer1.0.conv1"): what calibration finds
// and a model file keeps. Signed tensors (projections) span [-range, range], the others [0, range].
using ActivationRanges = std::map<std::string, float>;

// Weights at 8 bits, a scale for each output channel: value * scale is the folded weight.
struct QuantizedWeights {
  std::vector<std::int8_t> values;  // [out, in, kernel, kernel], -127..127
  std::vector<float> scales;        // [out]
};

// Whether the processor's 8-bit multiplication sums a pair of products in 16 bits (vpmaddubsw,
// before VNNI): 255 * w0 + 255 * w1 of two neighbouring input channels must then stay below 2^15.
enum class PairSums { exact, saturate_at_16_bits };

// The finest scale of each channel that keeps its largest weight within 127 and, where pair sums
// saturate, also every sum of two neighbours of one sign: the integer results are exact either
// way, at the cost of a part of a bit.
QuantizedWeights quantize(const Folded& folded, const Convolution& convolution, PairSums pair_sums);

}  // namespace msmv::engine
