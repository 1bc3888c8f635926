#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace msmv::engine {

// The value of each tensor that the largest 8-bit number stands for, by the name of the layer that
// makes it ("shared.layer1.0.conv1"; engine/lowering.h): what calibration finds and a model file
// keeps. Signed tensors span [-range, range], the others [0, range].
using ActivationRanges = std::map<std::string, float>;

// Whether the processor's 8-bit multiplication sums a pair of products in 16 bits (vpmaddubsw,
// before VNNI): 255 * w0 + 255 * w1 of two neighbouring input channels must then stay below 2^15.
enum class PairSums { exact, saturate_at_16_bits };

// Weights at 8 bits are -127 to 127 times a scale of their output channel. Of each output channel
// the value that 127 stands for: the smallest that keeps its largest weight within 127 and, where
// pair sums saturate, also every sum of two neighbours of one sign, so that the integer results are
// exact either way, at the cost of a part of a bit. 1 for a channel of zeros.
// weights: [channels, in, positions].
std::vector<float> weight_ranges(std::span<const float> weights, std::size_t channels,
                                 std::size_t positions, PairSums pair_sums);

}  // namespace msmv::engine
