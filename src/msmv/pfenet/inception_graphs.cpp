#include "msmv/pfenet/inception_graphs.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "msmv/pfenet/graph_builder.h"

namespace msmv::pfenet {
namespace {

using Kind = Node::Kind;

// torchvision's BasicConv2d: convolution, batch norm, ReLU.
struct Basic {
  std::int64_t channels = 0;
  int height = 1, width = 1, stride = 1;
  bool is_padded = true;  // so far that only the stride shrinks
};

int basic(GraphBuilder& b, int from, const std::string& name, const Basic& basic) {
  constexpr double kEpsilon = 1e-3;
  const int convolution = b.add({.kind = Kind::convolution,
                                 .name = name + ".conv",
                                 .inputs = {from},
                                 .channels = basic.channels,
                                 .kernel_height = basic.height,
                                 .kernel_width = basic.width,
                                 .stride = basic.stride,
                                 .pad_height = basic.is_padded ? basic.height / 2 : 0,
                                 .pad_width = basic.is_padded ? basic.width / 2 : 0});
  return b.relu(b.batch_norm(convolution, name + ".bn", kEpsilon));
}

int one(GraphBuilder& b, int from, const std::string& name, std::int64_t channels) {
  return basic(b, from, name, {.channels = channels});
}

int square(GraphBuilder& b, int from, const std::string& name, std::int64_t channels, int side) {
  return basic(b, from, name, {.channels = channels, .height = side, .width = side});
}

// Without padding: 3x3 at stride 2.
int shrink(GraphBuilder& b, int from, const std::string& name, std::int64_t channels) {
  return basic(b, from, name,
               {.channels = channels, .height = 3, .width = 3, .stride = 2, .is_padded = false});
}

// GoogLeNet's module: 1x1; 1x1 and 3x3; 1x1 and 3x3 (torchvision's stand-in for 5x5); pool and 1x1.
int google_module(GraphBuilder& b, int x, const std::string& name,
                  const std::array<std::int64_t, 6>& channels) {
  const int first = one(b, x, name + ".branch1", channels[0]);
  const int second =
      square(b, one(b, x, name + ".branch2.0", channels[1]), name + ".branch2.1", channels[2], 3);
  const int third =
      square(b, one(b, x, name + ".branch3.0", channels[3]), name + ".branch3.1", channels[4], 3);
  const int pooled = b.pool(Kind::max_pool, x, {.stride = 1, .pad = 1, .rounds_up = true});
  const int fourth = one(b, pooled, name + ".branch4.1", channels[5]);
  return b.concat({first, second, third, fourth});
}

// The modules of Inception-v3, under torchvision's names; `wide` is a 1 x n convolution, `tall` n
// x 1.
int wide(GraphBuilder& b, int from, const std::string& name, std::int64_t channels, int side) {
  return basic(b, from, name, {.channels = channels, .height = 1, .width = side});
}

int tall(GraphBuilder& b, int from, const std::string& name, std::int64_t channels, int side) {
  return basic(b, from, name, {.channels = channels, .height = side, .width = 1});
}

int pooled_one(GraphBuilder& b, int x, const std::string& name, std::int64_t channels) {
  const int pooled = b.pool(Kind::average_pool, x, {.stride = 1, .pad = 1});
  return one(b, pooled, name + "branch_pool", channels);
}

int inception_a(GraphBuilder& b, int x, const std::string& name, std::int64_t pool_channels) {
  const int first = one(b, x, name + "branch1x1", 64);
  const int five = square(b, one(b, x, name + "branch5x5_1", 48), name + "branch5x5_2", 64, 5);
  int twice = square(b, one(b, x, name + "branch3x3dbl_1", 64), name + "branch3x3dbl_2", 96, 3);
  twice = square(b, twice, name + "branch3x3dbl_3", 96, 3);
  return b.concat({first, five, twice, pooled_one(b, x, name, pool_channels)});
}

int inception_b(GraphBuilder& b, int x, const std::string& name) {
  const int three = shrink(b, x, name + "branch3x3", 384);
  int twice = square(b, one(b, x, name + "branch3x3dbl_1", 64), name + "branch3x3dbl_2", 96, 3);
  twice = shrink(b, twice, name + "branch3x3dbl_3", 96);
  return b.concat({three, twice, b.pool(Kind::max_pool, x, {})});
}

int inception_c(GraphBuilder& b, int x, const std::string& name, std::int64_t inner) {
  const int first = one(b, x, name + "branch1x1", 192);
  int seven = wide(b, one(b, x, name + "branch7x7_1", inner), name + "branch7x7_2", inner, 7);
  seven = tall(b, seven, name + "branch7x7_3", 192, 7);
  int twice = tall(b, one(b, x, name + "branch7x7dbl_1", inner), name + "branch7x7dbl_2", inner, 7);
  twice = wide(b, twice, name + "branch7x7dbl_3", inner, 7);
  twice = tall(b, twice, name + "branch7x7dbl_4", inner, 7);
  twice = wide(b, twice, name + "branch7x7dbl_5", 192, 7);
  return b.concat({first, seven, twice, pooled_one(b, x, name, 192)});
}

int inception_d(GraphBuilder& b, int x, const std::string& name) {
  const int three = shrink(b, one(b, x, name + "branch3x3_1", 192), name + "branch3x3_2", 320);
  int seven = wide(b, one(b, x, name + "branch7x7x3_1", 192), name + "branch7x7x3_2", 192, 7);
  seven = tall(b, seven, name + "branch7x7x3_3", 192, 7);
  seven = shrink(b, seven, name + "branch7x7x3_4", 192);
  return b.concat({three, seven, b.pool(Kind::max_pool, x, {})});
}

int inception_e(GraphBuilder& b, int x, const std::string& name) {
  const int first = one(b, x, name + "branch1x1", 320);
  const int y = one(b, x, name + "branch3x3_1", 384);
  const int three = b.concat(
      {wide(b, y, name + "branch3x3_2a", 384, 3), tall(b, y, name + "branch3x3_2b", 384, 3)});
  const int z = square(b, one(b, x, name + "branch3x3dbl_1", 448), name + "branch3x3dbl_2", 384, 3);
  const int twice = b.concat(
      {wide(b, z, name + "branch3x3dbl_3a", 384, 3), tall(b, z, name + "branch3x3dbl_3b", 384, 3)});
  return b.concat({first, three, twice, pooled_one(b, x, name, 192)});
}

}  // namespace

Graph googlenet() {
  struct Module {
    const char* name;
    int stage;
    std::array<std::int64_t, 6> channels;
  };
  static const std::vector<Module> modules = {{"inception3a", 2, {64, 96, 128, 16, 32, 32}},
                                              {"inception3b", 2, {128, 128, 192, 32, 96, 64}},
                                              {"inception4a", 3, {192, 96, 208, 16, 48, 64}},
                                              {"inception4b", 3, {160, 112, 224, 24, 64, 64}},
                                              {"inception4c", 3, {128, 128, 256, 24, 64, 64}},
                                              {"inception4d", 3, {112, 144, 288, 32, 64, 64}},
                                              {"inception4e", 3, {256, 160, 320, 32, 128, 128}},
                                              {"inception5a", 4, {256, 160, 320, 32, 128, 128}},
                                              {"inception5b", 4, {384, 192, 384, 48, 128, 128}}};
  GraphBuilder b;
  int x = basic(b, 0, "conv1", {.channels = 64, .height = 7, .width = 7, .stride = 2});
  x = b.pool(Kind::max_pool, x, {.rounds_up = true});
  b.begin_stage(1);
  x = square(b, one(b, x, "conv2", 64), "conv3", 192, 3);
  x = b.pool(Kind::max_pool, x, {.rounds_up = true});
  int stage = 2;
  for (const Module& module : modules) {
    if (module.stage != stage) {  // the last pool before 5a is of 2x2
      x = b.pool(Kind::max_pool, x, {.side = stage == 2 ? 3 : 2, .rounds_up = true});
      stage = module.stage;
    }
    b.begin_stage(stage);
    x = google_module(b, x, module.name, module.channels);
  }
  return std::move(b).graph();
}

Graph inception_v3() {
  constexpr Basic kUnpadded{.channels = 32, .height = 3, .width = 3, .is_padded = false};
  GraphBuilder b;
  int x = shrink(b, 0, "Conv2d_1a_3x3", 32);
  x = basic(b, x, "Conv2d_2a_3x3", kUnpadded);
  x = b.pool(Kind::max_pool, square(b, x, "Conv2d_2b_3x3", 64, 3), {});
  x = one(b, x, "Conv2d_3b_1x1", 80);
  Basic last = kUnpadded;
  last.channels = 192;
  x = b.pool(Kind::max_pool, basic(b, x, "Conv2d_4a_3x3", last), {});
  b.begin_stage(1);
  x = inception_a(b, x, "Mixed_5b.", 32);
  x = inception_a(b, x, "Mixed_5c.", 64);
  x = inception_a(b, x, "Mixed_5d.", 64);
  b.begin_stage(2);
  x = inception_b(b, x, "Mixed_6a.");
  x = inception_c(b, x, "Mixed_6b.", 128);
  x = inception_c(b, x, "Mixed_6c.", 160);
  b.begin_stage(3);
  x = inception_c(b, x, "Mixed_6d.", 160);
  x = inception_c(b, x, "Mixed_6e.", 192);
  b.begin_stage(4);
  x = inception_d(b, x, "Mixed_7a.");
  x = inception_e(b, x, "Mixed_7b.");
  inception_e(b, x, "Mixed_7c.");
  return std::move(b).graph();
}

}  // namespace msmv::pfenet
