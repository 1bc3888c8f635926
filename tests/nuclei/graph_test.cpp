#include "msmv/nuclei/graph.h"

#include <gtest/gtest.h>

#include <cmath>

namespace msmv::nuclei {
namespace {

// Weights, by hand: 4 x 4 x 3 x 8, four of 3 x 3 x 8 x 8 less one, 4 x 4 x 8 x 24, three of
// 3 x 3 x 24 x 24, 32 x 8, the head's 8 and 1, and four numbers a channel of each batch norm, of
// which two are learnt.
TEST(CentreGraph, HasTheTensorsOfItsLayers) {
  const std::size_t convolutions =
      16 * 3 * 8 + 3 * 9 * 8 * 8 + 16 * 8 * 24 + 3 * 9 * 24 * 24 + 32 * 8 + 8 + 1;
  const std::size_t norms = 4 * (5 * 8 + 4 * 24);
  std::size_t count = 0;
  for (const auto& [name, shape] : layout({})) {
    count += weights::count_of(shape);
  }
  EXPECT_EQ(count, convolutions + norms);
}

// A field of 2048 x 1536 at 0.42 um is 1434 x 1075 at 0.6 um; the issue allows 6 Gop for it.
TEST(CentreGraph, TakesLessThanSixGopAField) {
  EXPECT_LT(pfenet::gflop(graph_of({}), {1436, 1076}), 6);
  EXPECT_GT(pfenet::gflop(graph_of({}), {1436, 1076}), 5);
}

TEST(CentreGraph, BeginsAsWideAsPyTorchAndAlikeForASeed) {
  const auto tensors = initial_weights({}, 3);
  EXPECT_EQ(tensors, initial_weights({}, 3));
  EXPECT_NE(tensors, initial_weights({}, 4));
  double squares = 0;
  const auto& values = tensors.at("wide3.conv.weight").values;  // 9 * 24 inputs
  for (const float value : values) {
    squares += value * value;
  }
  const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
  EXPECT_NEAR(deviation, 1 / std::sqrt(3.0 * 216), 0.03 / std::sqrt(3.0 * 216));
  EXPECT_EQ(tensors.at("head.bias").values.front(), -3);
  EXPECT_EQ(tensors.at("stem.bn.running_var").values.front(), 1);
}

}  // namespace
}  // namespace msmv::nuclei
