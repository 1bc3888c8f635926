#include "msmv/engine/fold.h"

#include <gtest/gtest.h>

#include "engine/tiny_resnet.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

using pfenet::Node;
using testing::source_of;

const Node kConvolution{.kind = Node::Kind::convolution,
                        .name = "conv",
                        .inputs = {0},
                        .channels = 2,
                        .has_bias = true};
const Node kNorm{
    .kind = Node::Kind::batch_norm, .name = "bn", .inputs = {1}, .channels = 2, .epsilon = 1};

weights::Tensors tensors() {
  return {{"e.conv.weight", {.shape = {2, 1, 1, 1}, .values = {2, 3}}},
          {"e.conv.bias", {.shape = {2}, .values = {1, 0}}},
          {"e.bn.weight", {.shape = {2}, .values = {4, 1}}},
          {"e.bn.bias", {.shape = {2}, .values = {0.5F, -1}}},
          {"e.bn.running_mean", {.shape = {2}, .values = {3, 0}}},
          {"e.bn.running_var", {.shape = {2}, .values = {3, 0}}}};
}

std::string fault_of(const weights::Tensors& all) {
  try {
    batch_norm_of(source_of(all), "e.", kNorm);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "";
}

// (2 x + 1 - 3) * 4 / sqrt(3 + 1) + 0.5 = 4 x - 3.5; (3 x) * 1 / sqrt(0 + 1) - 1 = 3 x - 1.
TEST(Fold, MakesOneOfAConvolutionAndTheBatchNormBehindIt) {
  const auto all = tensors();
  Folded folded = convolution_of(source_of(all), "e.", kConvolution, 1);
  fold(folded, batch_norm_of(source_of(all), "e.", kNorm));
  EXPECT_EQ(folded.weights, (std::vector<float>{4, 3}));
  EXPECT_EQ(folded.bias, (std::vector<float>{-3.5F, -1}));
}

TEST(Fold, SaysWhichTensorIsWrong) {
  auto all = tensors();
  all.erase("e.bn.bias");
  EXPECT_EQ(fault_of(all), "no tensor e.bn.bias in these weights");
  all = tensors();
  all["e.bn.weight"] = {.shape = {1}, .values = {1}};
  EXPECT_EQ(fault_of(all), "tensor e.bn.weight has shape [1], expected [2]");
  all = tensors();
  all["e.bn.running_var"].values[1] = -1;
  EXPECT_EQ(fault_of(all), "tensor e.bn.running_var has a negative variance");
  all = tensors();
  all["e.bn.running_mean"].values[0] = NAN;
  EXPECT_EQ(fault_of(all), "tensor e.bn.running_mean has values that are not finite");
}

}  // namespace
}  // namespace msmv::engine
