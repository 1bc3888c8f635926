#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "msmv/pfenet/config.h"
#include "msmv/values/geometry.h"

// An encoder as a list of operations, each on results of earlier ones: what its tensors, its
// operation count, its LibTorch network and OpenVINO's model are made from. The backbones
// themselves: pfenet/plain_graphs.h and pfenet/inception_graphs.h.

namespace msmv::pfenet {

// How a vision transformer's sequence is made from the map of its patches: class token, registers,
// patches; a position is added to each that has one. Tensors "cls_token", "reg_token", "pos_embed".
struct Tokens {
  int grid = 0;  // positions of the patches along each side, before they are stretched
  int registers = 0;
  bool class_in_positions = true, registers_in_positions = false;
  bool antialias = true;  // of the stretching (pfenet/resample.h)

  int added() const { return 1 + registers; }  // before the patches
  int positions() const {
    return grid * grid + (class_in_positions ? 1 : 0) + (registers_in_positions ? registers : 0);
  }
};

struct Node {
  // From `tokens` on results are [n, tokens, channels]; what makes an encoding of them gives
  // [n, channels, 1, 1] again. `attention` takes query, key and value in one, three times as wide;
  // `swiglu` takes the gate before what it lets through; `scale` has the tensor "gamma".
  enum class Kind {
    input,
    convolution,
    batch_norm,
    relu,
    max_pool,
    average_pool,
    concat,
    add,
    upsample,  // each place becomes stride x stride equal ones
    tokens,
    layer_norm,
    linear,
    attention,
    gelu,
    swiglu,
    scale,
    class_token,
    class_and_mean
  };
  Kind kind = Kind::input;
  std::string name;         // of its tensors, as torchvision has it, or of its result; may be empty
  std::vector<int> inputs;  // indices of earlier nodes
  std::int64_t channels = 0;
  int stage = 0;  // 0 to 4: what is trained together
  int kernel_height = 1, kernel_width = 1, stride = 1, pad_height = 0, pad_width = 0;
  int dilation = 1;        // convolutions: the step between the places of a kernel
  bool has_bias = false;   // convolutions, linear layers
  bool rounds_up = false;  // pools: the last window may hang over the border
  double epsilon = 1e-5;   // batch and layer norms
  int heads = 0;           // attention
  Tokens tokens;           // `tokens`, and the class and mean after them
};

// The last node's places are averaged to the encoding.
using Graph = std::vector<Node>;

// One encoder. A backbone alone has all its settings' defaults.
Graph graph_of(const Config& config);
Graph graph_of(Backbone backbone);

// The smallest patch that leaves every convolution and pool a place to stand.
int least_side_px(const Config& config);
int least_side_px(Backbone backbone);

// The size of each node's result on an image; a sequence is as high as it has tokens, and 1 wide. 0
// where not even one window fits.
std::vector<PixelExtent> extents_of(const Graph& graph, PixelExtent image);

// The node that alone takes the result of node `i`; none where several do, or nobody.
std::optional<std::size_t> only_user(const Graph& graph, std::size_t i);

// Multiplications and additions of convolutions, linear layers and attention for one patch, in
// units of 1e9. Throws std::invalid_argument for a patch too small for the encoder.
double gflop(const Config& config, int side_px);
double gflop(Backbone backbone, int side_px);
// The same of any graph on an image of any size.
double gflop(const Graph& graph, PixelExtent image);

}  // namespace msmv::pfenet
