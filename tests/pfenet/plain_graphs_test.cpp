#include "msmv/pfenet/plain_graphs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace msmv::pfenet {
namespace {

std::int64_t convolutions(const Graph& graph) {
  return std::ranges::count(graph, Node::Kind::convolution, &Node::kind);
}

// The names of the networks count their layers; the last of each is the head's fully connected one
// (of VGG16 the last three), and ResNets' four projections are not counted.
TEST(PlainGraphs, HaveAsManyConvolutionsAsTheirNamesSay) {
  EXPECT_EQ(convolutions(resnet({3, 4, 6, 3})), 50 - 1 + 4);
  EXPECT_EQ(convolutions(resnet({3, 4, 23, 3})), 101 - 1 + 4);
  EXPECT_EQ(convolutions(vgg16()), 16 - 3);
  EXPECT_EQ(convolutions(densenet161()), 161 - 1);
  EXPECT_EQ(convolutions(araujo2017()), 5 + 2) << "five, and two hidden layers";
}

TEST(PlainGraphs, EndWithTheirFeatures) {
  EXPECT_EQ(resnet({3, 4, 6, 3}).back().channels, 2048);
  EXPECT_EQ(vgg16().back().channels, 512);
  EXPECT_EQ(densenet161().back().channels, 2208);
  EXPECT_EQ(araujo2017().back().channels, 128);
}

}  // namespace
}  // namespace msmv::pfenet
