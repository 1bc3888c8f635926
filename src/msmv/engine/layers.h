#pragma once

#include <string>
#include <vector>

#include "msmv/engine/encoder.h"

namespace msmv::engine {

// One layer as the runtime ran it, with what was fused into it.
struct LayerTime {
  std::string name;  // a convolution's is that of its weights, others are the runtime's own
  std::string kind;  // "Convolution"
  std::string how;   // the kernel and its numbers: "brgconv_avx512_1x1_I8"
  double ms = 0;
  double gflop = 0;  // of a convolution, for one patch; else 0
};

// Times each layer of the first scale's encoder for the first patch, on one thread, in the
// order that they run in: the best of `repeats` for each. Throws as Encoder and encode() do.
std::vector<LayerTime> time_layers(const WeightSource& source, const EncoderSpec& spec,
                                   const PatchBatch& batch, int repeats);

}  // namespace msmv::engine
