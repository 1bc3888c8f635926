#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>

#include "msmv/engine/encoder.h"
#include "msmv/engine/normalization.h"
#include "msmv/engine/quantize.h"
#include "msmv/engine/weight_source.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/geometry.h"

namespace msmv::engine {

// How a graph becomes a model of OpenVINO's.
struct Lowering {
  std::string prefix;  // of the weights' names, and of the ranges'
  PixelExtent image;   // of the input
  Normalization normalization;
  bool is_pooled = true;  // averaged over the places, [1, features]; else the map as it is, float,
                          // [1, channels, height, width]
  bool is_watched = false;  // has every tensor that int8 needs a range of as a further output,
                            // which bears its name
  const ActivationRanges* ranges = nullptr;  // given: convolutions compute in 8 bits
  PairSums pair_sums = PairSums::exact;
};

// As the encoders of a spec are lowered, the one of that prefix.
Lowering lowering_of(const EncoderSpec& spec, const std::string& prefix);

// A graph with its weights as a model: 8-bit R G B pixels in, [1, height, width, 3]. Batch norms
// behind a convolution are folded into it. In int8, 8-bit numbers enter a convolution (but for the
// first, whose input is the picture) and the last operand of a sum; the ranges bear the name of the
// convolution, batch norm or sum that makes the tensor ("shared.layer1.0.conv1"), a tensor without
// one that of its place in the graph ("shared.node12").
// Throws InputError for weights that don't fit and for ranges that are missing.
std::shared_ptr<ov::Model> lower(const pfenet::Graph& graph, const WeightSource& source,
                                 const Lowering& how);

}  // namespace msmv::engine
