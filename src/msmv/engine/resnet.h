#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "msmv/weights/tensor.h"

namespace msmv::engine {

// Where trained tensors come from, by torchvision's state-dict names after the encoder's prefix
// ("shared.layer1.0.conv1.weight"). The values of each are read once, when they are needed.
struct WeightSource {
  std::function<std::optional<weights::Shape>(const std::string& name)> shape_of;
  std::function<weights::Tensor(const std::string& name)> read;
};

// One convolution and the batch norm behind it.
struct Convolution {
  std::string name, batch_norm;  // "shared.layer1.0.conv2", "shared.layer1.0.bn2"
  int in_channels = 0, out_channels = 0;
  int kernel = 1, stride = 1, padding = 0;
};

// A residual block: its output is ReLU(last convolution + shortcut), with a ReLU behind each
// convolution before. The shortcut is the block's input, or its projection.
struct Block {
  std::string name;                       // "shared.layer1.0"
  std::vector<Convolution> convolutions;  // two (ResNet-18, 34) or three (ResNet-50, 101, 152)
  std::optional<Convolution> projection;
};

// The shape of a ResNet without its fully connected head: stem, 3x3 max pooling with stride 2,
// blocks, global average pooling to `features` values.
struct Resnet {
  Convolution stem;
  std::vector<Block> blocks;
  int features = 0;
};

// Reads the shape off the tensors' names and sizes; the stride of a block is torchvision's (on its
// first 3x3 convolution). Throws InputError where a tensor is missing or has another shape.
Resnet find_resnet(const WeightSource& source, const std::string& prefix);

// Multiplications and additions of all its convolutions, for one patch.
double operations_of(const Resnet& net, std::size_t side_px);

// A convolution with its batch norm (eps 1e-5) folded in: convolve, then add the bias.
struct Folded {
  std::vector<float> weights;  // [out, in, kernel, kernel]
  std::vector<float> bias;     // [out]
};

// Throws InputError where a tensor is missing, of another shape, or has values that aren't finite.
Folded fold(const WeightSource& source, const Convolution& convolution);

}  // namespace msmv::engine
