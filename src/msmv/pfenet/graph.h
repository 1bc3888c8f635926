#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "msmv/pfenet/config.h"
#include "msmv/values/geometry.h"

// An encoder as a list of operations, each on results of earlier ones: what its tensors, its
// operation count and, for all but the ResNets (pfenet/resnet.h), its LibTorch network are made
// from. The backbones themselves: pfenet/plain_graphs.h and pfenet/inception_graphs.h.

namespace msmv::pfenet {

struct Node {
  enum class Kind {
    input,
    convolution,
    batch_norm,
    relu,
    max_pool,
    average_pool,
    concat,
    add,
    upsample  // each place becomes stride x stride equal ones
  };
  Kind kind = Kind::input;
  std::string name;         // of its tensors, as torchvision has it, or of its result; may be empty
  std::vector<int> inputs;  // indices of earlier nodes
  std::int64_t channels = 0;
  int stage = 0;  // 0 to 4: what is trained together
  int kernel_height = 1, kernel_width = 1, stride = 1, pad_height = 0, pad_width = 0;
  int dilation = 1;        // convolutions: the step between the places of a kernel
  bool has_bias = false;   // convolutions
  bool rounds_up = false;  // pools: the last window may hang over the border
  double epsilon = 1e-5;   // batch norms
};

// The last node's places are averaged to the encoding.
using Graph = std::vector<Node>;

Graph graph_of(Backbone backbone);

// The smallest patch that leaves every convolution and pool a place to stand.
int least_side_px(Backbone backbone);

// Multiplications and additions of the convolutions for one patch, in units of 1e9. Throws
// std::invalid_argument for a patch too small for the encoder.
double gflop(Backbone backbone, int side_px);
// The same of any graph on an image of any size.
double gflop(const Graph& graph, PixelExtent image);

}  // namespace msmv::pfenet
