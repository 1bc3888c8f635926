#include "msmv/engine/resnet.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/tiny_resnet.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

using testing::source_of;
using testing::TinyResnet;

std::string fault_of(const weights::Tensors& tensors) {
  try {
    const auto source = source_of(tensors);
    const Resnet net = find_resnet(source, "");
    fold(source, net.stem);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Resnet, FindsBottlenecksAndPutsTheStrideOnTheir3x3Convolution) {
  const TinyResnet tiny({1, 3, 1}, "scale1.", 1);
  const Resnet net = find_resnet(source_of(tiny.tensors), "scale1.");
  EXPECT_EQ(net.stem.name, "scale1.conv1");
  EXPECT_EQ(net.stem.stride, 2);
  EXPECT_EQ(net.stem.padding, 3);
  ASSERT_EQ(net.blocks.size(), 5U);
  EXPECT_EQ(net.blocks[1].name, "scale1.layer1.1");
  EXPECT_FALSE(net.blocks[1].projection);
  const Block& strided = net.blocks[2];
  EXPECT_EQ(strided.name, "scale1.layer2.0");
  EXPECT_EQ(strided.convolutions[0].stride, 1);
  EXPECT_EQ(strided.convolutions[1].stride, 2);
  EXPECT_EQ(strided.convolutions[1].batch_norm, "scale1.layer2.0.bn2");
  EXPECT_EQ(strided.convolutions[2].stride, 1);
  EXPECT_EQ(strided.projection->stride, 2);
  EXPECT_EQ(net.features, 4 * 16 * 8);
}

TEST(Resnet, FindsBasicBlocksAndPutsTheStrideOnTheirFirstConvolution) {
  const TinyResnet tiny({3, 3}, "", 1);
  const Resnet net = find_resnet(source_of(tiny.tensors), "");
  EXPECT_EQ(net.blocks[4].convolutions[0].stride, 2);
  EXPECT_EQ(net.blocks[4].convolutions[1].stride, 1);
  EXPECT_EQ(net.features, 16 * 8);
}

TEST(Resnet, FoldsTheBatchNormIntoWeightAndBias) {
  const weights::Tensors tensors = {{"c.weight", {.shape = {1, 2, 1, 1}, .values = {3, -5}}},
                                    {"n.weight", {.shape = {1}, .values = {2}}},
                                    {"n.bias", {.shape = {1}, .values = {7}}},
                                    {"n.running_mean", {.shape = {1}, .values = {11}}},
                                    {"n.running_var", {.shape = {1}, .values = {16 - 1e-5F}}}};
  const Folded folded = fold(source_of(tensors),
                             {.name = "c", .batch_norm = "n", .in_channels = 2, .out_channels = 1});
  // 2 / sqrt(16) = 0.5; 7 - 11 * 0.5 = 1.5
  EXPECT_FLOAT_EQ(folded.weights.at(0), 1.5F);
  EXPECT_FLOAT_EQ(folded.weights.at(1), -2.5F);
  EXPECT_FLOAT_EQ(folded.bias.at(0), 1.5F);
}

TEST(Resnet, NamesTheTensorThatDoesNotFit) {
  const TinyResnet tiny({1, 3, 1}, "", 1);
  auto broken = tiny.tensors;
  broken.erase("layer4.0.conv1.weight");
  EXPECT_EQ(fault_of(broken), "block layer4.0 has fewer than two convolutions");

  broken = tiny.tensors;
  broken.erase("conv1.weight");
  EXPECT_EQ(fault_of(broken), "no tensor conv1.weight in these weights");

  broken = tiny.tensors;
  broken["layer1.0.conv2.weight"].shape = {16, 8, 3, 3};
  EXPECT_EQ(fault_of(broken), "tensor layer1.0.conv2.weight takes 8 channels, expected 16");

  broken = tiny.tensors;
  broken["layer1.0.conv2.weight"].shape = {16, 16, 3, 1};
  EXPECT_EQ(fault_of(broken),
            "tensor layer1.0.conv2.weight has shape [16, 16, 3, 1], expected a square convolution "
            "of odd size");

  broken = tiny.tensors;
  broken.erase("layer2.0.downsample.0.weight");
  EXPECT_EQ(fault_of(broken), "block layer2.0 adds 64 channels to 128");

  broken = tiny.tensors;
  broken["bn1.bias"].shape = {8};
  EXPECT_EQ(fault_of(broken), "tensor bn1.bias has shape [8], expected [16]");

  broken = tiny.tensors;
  broken["conv1.weight"].values[5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(fault_of(broken), "tensor conv1.weight has values that are not finite");

  broken = tiny.tensors;
  broken["bn1.running_var"].values[0] = -1;
  EXPECT_EQ(fault_of(broken), "tensor bn1.running_var has a negative variance");
}

}  // namespace
}  // namespace msmv::engine
