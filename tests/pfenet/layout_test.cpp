#include "msmv/pfenet/layout.h"

#include <gtest/gtest.h>

namespace msmv::pfenet {
namespace {

// torchvision 0.14's resnet50: 161 parameters and 106 running statistics, less fc.weight and
// fc.bias; 23,508,032 parameters without the head, and 53,120 running statistics.
TEST(PfenetLayout, HasTheTensorsOfTorchvisionsResnet50) {
  const weights::Layout layout = encoder_layout(Backbone::resnet50);
  EXPECT_EQ(layout.size(), 161U + 106U - 2U);
  std::size_t parameters = 0;
  std::size_t statistics = 0;
  for (const auto& [name, shape] : layout) {
    const bool is_statistic = name.find(".running_") != std::string::npos;
    (is_statistic ? statistics : parameters) += weights::count_of(shape);
  }
  EXPECT_EQ(parameters, 23'508'032U);
  EXPECT_EQ(statistics, 53'120U);
  EXPECT_EQ(layout.at("layer4.2.conv2.weight"), (weights::Shape{512, 512, 3, 3}));
  EXPECT_EQ(layout.at("layer2.0.downsample.0.weight"), (weights::Shape{512, 256, 1, 1}));
  EXPECT_EQ(layout.at("layer1.0.downsample.1.running_var"), (weights::Shape{256}));
}

// resnet101: 314 parameters and 208 running statistics, less the head's two.
TEST(PfenetLayout, HasTheTensorsOfTorchvisionsResnet101) {
  const weights::Layout layout = encoder_layout(Backbone::resnet101);
  EXPECT_EQ(layout.size(), 314U + 208U - 2U);
  EXPECT_EQ(layout.at("layer3.22.conv2.weight"), (weights::Shape{256, 256, 3, 3}));
}

TEST(PfenetLayout, FormsOfResnet50TakeItsTensors) {
  EXPECT_EQ(encoder_layout(Backbone::resnet50_stages34), encoder_layout(Backbone::resnet50));
  weights::Layout without_last = encoder_layout(Backbone::resnet50);
  std::erase_if(without_last, [](const auto& named) { return named.first.starts_with("layer4."); });
  EXPECT_EQ(encoder_layout(Backbone::resnet50_stage3), without_last);
  EXPECT_EQ(weights_of(Backbone::resnet50_stage3), Backbone::resnet50);
  EXPECT_EQ(weights_of(Backbone::resnet50_stages34), Backbone::resnet50);
  EXPECT_EQ(weights_of(Backbone::vgg16), Backbone::vgg16);
}

TEST(PfenetLayout, EachScaleHasWeightsOfItsOwnUnlessShared) {
  EXPECT_EQ(layout({.shared_weights = false}, 3).size(), 3 * 265U);
  EXPECT_TRUE(layout({.shared_weights = false}, 3).contains("scale2.conv1.weight"));
  EXPECT_EQ(layout({.shared_weights = true}, 3).size(), 265U);
  EXPECT_TRUE(layout({.shared_weights = true}, 3).contains("shared.conv1.weight"));
}

TEST(PfenetLayout, LastConvolutionGivesTheFeatures) {
  for (const Backbone backbone : {Backbone::resnet50, Backbone::resnet101}) {
    EXPECT_EQ(encoder_layout(backbone).at("layer4.2.bn3.weight").front(),
              static_cast<std::int64_t>(feature_count(backbone)));
  }
}

}  // namespace
}  // namespace msmv::pfenet
