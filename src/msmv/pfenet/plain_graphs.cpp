#include "msmv/pfenet/plain_graphs.h"

#include <string>
#include <utility>
#include <vector>

#include "msmv/pfenet/graph_builder.h"

namespace msmv::pfenet {
namespace {

using Kind = Node::Kind;

// A convolution without batch norm.
struct Biased {
  std::int64_t channels = 0;
  int kernel = 3, pad = 0;
};

int bottleneck(GraphBuilder& b, int x, const std::string& name, std::int64_t width, int stride) {
  constexpr std::int64_t kExpansion = 4;
  int y = b.relu(b.batch_norm(b.convolution(x, name + ".conv1", width, 1), name + ".bn1"));
  y = b.relu(b.batch_norm(b.convolution(y, name + ".conv2", width, 3, stride), name + ".bn2"));
  y = b.batch_norm(b.convolution(y, name + ".conv3", kExpansion * width, 1), name + ".bn3");
  if (stride != 1 || b.at(x) != b.at(y)) {
    x = b.batch_norm(b.convolution(x, name + ".downsample.0", b.at(y), 1, stride),
                     name + ".downsample.1");
  }
  return b.relu(b.sum(y, x, name));
}

// With a bias, and a ReLU after it.
int biased(GraphBuilder& b, int from, const std::string& name, const Biased& layer) {
  return b.relu(b.add({.kind = Kind::convolution,
                       .name = name,
                       .inputs = {from},
                       .channels = layer.channels,
                       .kernel_height = layer.kernel,
                       .kernel_width = layer.kernel,
                       .pad_height = layer.pad,
                       .pad_width = layer.pad,
                       .has_bias = true}));
}

}  // namespace

Graph resnet(const std::array<int, 4>& blocks, ResnetEnd end) {
  const int stages = end == ResnetEnd::stage3 ? 3 : 4;
  GraphBuilder b;
  int x = b.relu(b.batch_norm(b.convolution(0, "conv1", 64, 7, 2), "bn1"));
  x = b.pool(Kind::max_pool, x, {.pad = 1});
  std::int64_t width = 64;
  int third = x;
  for (int stage = 1; stage <= stages; ++stage, width *= 2) {
    b.begin_stage(stage);
    third = x;
    for (int block = 0; block < blocks[static_cast<std::size_t>(stage - 1)]; ++block) {
      const std::string name = "layer" + std::to_string(stage) + "." + std::to_string(block);
      x = bottleneck(b, x, name, width, block == 0 && stage > 1 ? 2 : 1);
    }
  }
  if (end == ResnetEnd::stages34) {
    // Averages of two by two places, so that both maps are of one size: their mean stays.
    x = b.concat(
        {b.pool(Kind::average_pool, third, {.side = 2, .stride = 2, .rounds_up = true}), x});
  }
  return std::move(b).graph();
}

// Convolutions of 3x3 with a bias and no batch norm; each pool ends a stage.
Graph vgg16() {
  constexpr std::array kConvolutions = {2, 2, 3, 3, 3};
  constexpr std::array<std::int64_t, 5> kChannels = {64, 128, 256, 512, 512};
  GraphBuilder b;
  int x = 0;
  int number = 0;  // of torchvision's list of layers, ReLUs and pools counted
  for (std::size_t stage = 0; stage < kConvolutions.size(); ++stage) {
    b.begin_stage(static_cast<int>(stage));
    for (int i = 0; i < kConvolutions[stage]; ++i, number += 2) {
      x = biased(b, x, "features." + std::to_string(number),
                 {.channels = kChannels[stage], .pad = 1});
    }
    x = b.pool(Kind::max_pool, x, {.side = 2});
    ++number;
  }
  return std::move(b).graph();
}

Graph densenet161() {
  constexpr std::int64_t kGrowth = 48, kInner = 4 * kGrowth;
  constexpr std::array kLayers = {6, 12, 36, 24};
  const std::string features = "features.";
  GraphBuilder b;
  int x = b.convolution(0, features + "conv0", 2 * kGrowth, 7, 2);
  x = b.relu(b.batch_norm(x, features + "norm0"));
  x = b.pool(Kind::max_pool, x, {.pad = 1});
  for (int block = 1; block <= 4; ++block) {
    b.begin_stage(block);
    std::vector<int> parts = {x};
    for (int layer = 1; layer <= kLayers[static_cast<std::size_t>(block - 1)]; ++layer) {
      const std::string name =
          features + "denseblock" + std::to_string(block) + ".denselayer" + std::to_string(layer);
      int y = parts.size() == 1 ? x : b.concat(parts);
      y = b.convolution(b.relu(b.batch_norm(y, name + ".norm1")), name + ".conv1", kInner, 1);
      y = b.convolution(b.relu(b.batch_norm(y, name + ".norm2")), name + ".conv2", kGrowth, 3);
      parts.push_back(y);
    }
    x = b.concat(parts);
    if (block < 4) {
      const std::string name = features + "transition" + std::to_string(block);
      const std::int64_t half = b.at(x) / 2;
      x = b.convolution(b.relu(b.batch_norm(x, name + ".norm")), name + ".conv", half, 1);
      x = b.pool(Kind::average_pool, x, {.side = 2});
    }
  }
  b.relu(b.batch_norm(x, features + "norm5"));
  return std::move(b).graph();
}

// Sides 512, 510, 170, 168, 84, 84, 42, 42, 14, 12, 4, 1: no pool leaves a line over. The hidden
// layers are convolutions, the first over the whole of what is left.
Graph araujo2017() {
  struct Layer {
    Biased convolution;
    int pool;
  };
  static const std::array<Layer, 5> layers = {{{{.channels = 16}, 3},
                                               {{.channels = 32}, 2},
                                               {{.channels = 64, .pad = 1}, 2},
                                               {{.channels = 64, .pad = 1}, 3},
                                               {{.channels = 32}, 3}}};
  GraphBuilder b;
  int x = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    b.begin_stage(static_cast<int>(i));
    x = biased(b, x, "conv" + std::to_string(i + 1), layers[i].convolution);
    x = b.pool(Kind::max_pool, x, {.side = layers[i].pool, .stride = layers[i].pool});
  }
  x = biased(b, x, "hidden1", {.channels = 256, .kernel = 4});
  biased(b, x, "hidden2", {.channels = 128, .kernel = 1});
  return std::move(b).graph();
}

}  // namespace msmv::pfenet
