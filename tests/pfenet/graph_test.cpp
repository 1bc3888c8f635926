#include "msmv/pfenet/graph.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "msmv/pfenet/graph_builder.h"

namespace msmv::pfenet {
namespace {

// torchvision's documentation gives these units of 1e9 multiply-adds, the head (of most 0.002)
// included.
TEST(Graph, CountsWhatTorchvisionStates) {
  EXPECT_NEAR(gflop(Backbone::resnet50, 224) / 2, 4.09, 0.01);
  EXPECT_NEAR(gflop(Backbone::resnet101, 224) / 2, 7.80, 0.01);
  EXPECT_NEAR(gflop(Backbone::vgg16, 224) / 2, 15.47 - 0.12, 0.01) << "its head takes 0.12";
  EXPECT_NEAR(gflop(Backbone::googlenet, 224) / 2, 1.50, 0.01);
  EXPECT_NEAR(gflop(Backbone::densenet161, 224) / 2, 7.73, 0.01);
  EXPECT_NEAR(gflop(Backbone::inception_v3, 299) / 2, 5.71, 0.01);
}

// Outputs times inputs times kernel, layer by layer; each side as the pool before it leaves it.
TEST(Graph, CountsAraujosNetworkAsByHand) {
  const double convolutions = 510. * 510 * 16 * 3 * 9 + 168. * 168 * 32 * 16 * 9 +
                              84. * 84 * 64 * 32 * 9 + 42. * 42 * 64 * 64 * 9 +
                              12. * 12 * 32 * 64 * 9;
  const double hidden = 256. * 32 * 4 * 4 + 128. * 256;
  EXPECT_NEAR(gflop(Backbone::araujo2017, 512) / 2, (convolutions + hidden) / 1e9, 1e-9);
}

TEST(Graph, GrowsWithTheAreaOfThePatch) {
  EXPECT_NEAR(gflop(Backbone::resnet50, 448) / gflop(Backbone::resnet50, 224), 4, 0.01);
}

// torchvision's documentation asks for 75 px in Inception-v3; VGG16 halves five times; Araujo's
// hidden layers take all that 512 px leave.
TEST(Graph, KnowsTheSmallestPatch) {
  EXPECT_EQ(least_side_px(Backbone::inception_v3), 75);
  EXPECT_EQ(least_side_px(Backbone::vgg16), 32);
  EXPECT_EQ(least_side_px(Backbone::araujo2017), 512);
  EXPECT_THROW(gflop(Backbone::inception_v3, 74), std::invalid_argument);
  EXPECT_NO_THROW(gflop(Backbone::inception_v3, 75));
}

// ResNet-50's third stage has 1024 channels; its last one takes 7 x 7 places of 512-channel
// convolutions: a first block of 1024 to 512 (14 x 14), 3x3, 512 to 2048 and 1024 to 2048 beside,
// then two of 2048 to 512, 3x3, 512 to 2048.
TEST(Graph, StopsResnet50BeforeItsLastStageOrKeepsBoth) {
  EXPECT_EQ(graph_of(Backbone::resnet50_stage3).back().channels, 1024);
  EXPECT_EQ(graph_of(Backbone::resnet50_stages34).back().channels, 1024 + 2048);
  const double last = 196. * 1024 * 512 + 49. * (9. * 512 * 512 + 512. * 2048 + 1024. * 2048) +
                      2 * 49. * (2048. * 512 + 9. * 512 * 512 + 512. * 2048);
  const double whole = gflop(Backbone::resnet50, 224);
  EXPECT_NEAR(gflop(Backbone::resnet50_stage3, 224), whole - 2 * last / 1e9, 1e-9);
  EXPECT_EQ(gflop(Backbone::resnet50_stages34, 224), whole);
}

// A stage may take only what the one before it ends with: that is how it can be run alone.
TEST(Graph, StagesBeginAtOnePlace) {
  for (const auto& [backbone, name] : enum_names(Backbone{})) {
    const Graph graph = graph_of(backbone);
    EXPECT_EQ(graph.back().stage, backbone == Backbone::resnet50_stage3 ? 3 : 4) << name;
    for (std::size_t i = 1; i < graph.size(); ++i) {
      for (const int input : graph[i].inputs) {
        const auto from = static_cast<std::size_t>(input);
        if (graph[from].stage != graph[i].stage) {
          EXPECT_NE(graph[from + 1].stage, graph[from].stage) << name << " " << graph[i].name;
        }
      }
    }
  }
}

// 24 x 8 to 12 x 4 by a stride of 2 and back: 3 x 3 x 3 inputs to 5 channels at the half, then to 2
// from 5 at the full size.
TEST(Graph, CountsDilatedAndUpsampledLayersOfAnyExtent) {
  GraphBuilder builder;
  const int half = builder.convolution(0, "half", 5, 3, 2);
  const int wide = builder.add({.kind = Node::Kind::convolution,
                                .name = "wide",
                                .inputs = {half},
                                .channels = 5,
                                .kernel_height = 3,
                                .kernel_width = 3,
                                .pad_height = 4,
                                .pad_width = 4,
                                .dilation = 4});
  builder.convolution(builder.upsample(wide, 2), "full", 2, 1);
  const double products = 12. * 4 * 5 * (27 + 45) + 24. * 8 * 2 * 5;
  EXPECT_DOUBLE_EQ(gflop(std::move(builder).graph(), {24, 8}), 2 * products / 1e9);
}

}  // namespace
}  // namespace msmv::pfenet
