#pragma once

#include <torch/types.h>

#include <functional>

#include "msmv/pfenet/graph.h"
#include "msmv/values/centre_map.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// A graph that ends in one logit a place, on pictures of any size, by LibTorch in float32 on the
// processor: the reference. Gives the logits' sigmoids; the picture's colours are brought to what
// pfenet::Config has by itself. Throws InputError for tensors that aren't the graph's.
std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> torch_map(
    const pfenet::Graph& graph, const weights::Tensors& tensors);

// Pixels [n, height, width, 3] of 8 bits to [n, 3, height, width], centred and scaled as
// pfenet::Config has it by itself.
torch::Tensor to_standard_colours(const torch::Tensor& pixels);

}  // namespace msmv::libtorch
