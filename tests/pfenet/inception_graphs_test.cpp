#include "msmv/pfenet/inception_graphs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace msmv::pfenet {
namespace {

// GoogLeNet: three convolutions and nine modules of six. Inception-v3: five; three modules of
// seven, one of four, four of ten, one of six, two of nine.
TEST(InceptionGraphs, HaveTheConvolutionsOfTheirModules) {
  const auto convolutions = [](const Graph& graph) {
    return std::ranges::count(graph, Node::Kind::convolution, &Node::kind);
  };
  EXPECT_EQ(convolutions(googlenet()), 3 + 9 * 6);
  EXPECT_EQ(convolutions(inception_v3()), 5 + 3 * 7 + 4 + 4 * 10 + 6 + 2 * 9);
}

TEST(InceptionGraphs, EndWithTheirFeatures) {
  EXPECT_EQ(googlenet().back().channels, 1024);
  EXPECT_EQ(inception_v3().back().channels, 2048);
}

}  // namespace
}  // namespace msmv::pfenet
