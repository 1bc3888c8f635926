#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "msmv/pfenet/config.h"
#include "msmv/pfenet/graph.h"
#include "msmv/weights/layout.h"

namespace msmv::pfenet {

// Values in one encoding.
std::size_t feature_count(const Config& config);
std::size_t feature_count(Backbone backbone);

// The tensors of one encoder under torchvision's (a vision transformer's: timm's) state-dict names,
// without the classifying head and without num_batches_tracked.
weights::Layout encoder_layout(const Config& config);
weights::Layout encoder_layout(Backbone backbone);

// The tensors of one node: their names, which begin with the node's, and shapes.
weights::Layout tensors_of(const Node& node, const Graph& graph);

// The numbers in the tensors of a layout.
std::int64_t count_of(const weights::Layout& layout);

// Under which name the encoder of a scale keeps its tensors in a model: "shared." for all scales
// or "scale0.", "scale1.", ... coarse to fine.
std::string prefix_of_scale(const Config& config, std::size_t scale);

// The tensors of all encoders, names led by prefix_of_scale.
weights::Layout layout(const Config& config, std::size_t scales);

}  // namespace msmv::pfenet
