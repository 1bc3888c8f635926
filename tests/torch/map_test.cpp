#include "msmv/torch/map.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <stdexcept>

#include "msmv/pfenet/graph_builder.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

// One convolution of 1 x 1 that reads green alone, with a stride of 2.
pfenet::Graph green() {
  pfenet::GraphBuilder graph;
  graph.add({.kind = pfenet::Node::Kind::convolution,
             .name = "head",
             .inputs = {0},
             .channels = 1,
             .stride = 2,
             .has_bias = true});
  return std::move(graph).graph();
}

const weights::Tensors kGreen = {{"head.weight", {{1, 3, 1, 1}, {0, 2, 0}}},
                                 {"head.bias", {{1}, {0.5F}}}};

// Pixel (x, y) has 10 y + x in green; sigmoid(2 * (level / 255 - 0.456) / 0.224 + 0.5) by hand.
TEST(TorchMap, IsTheSigmoidOfTheLogitsInStandardColours) {
  std::vector<std::uint8_t> rgb(6 * 4 * 3, 77);
  for (std::size_t y = 0; y < 4; ++y) {
    for (std::size_t x = 0; x < 6; ++x) {
      rgb[(y * 6 + x) * 3 + 1] = static_cast<std::uint8_t>(10 * y + x);
    }
  }
  const CentreMap map = torch_map(green(), kGreen)(rgb, {6, 4});
  ASSERT_EQ(map.width, 3);
  ASSERT_EQ(map.height, 2);
  const double logit = 2 * (24.0 / 255 - 0.456) / 0.224 + 0.5;
  EXPECT_NEAR(map.values[3 + 2], 1 / (1 + std::exp(-logit)), 1e-6) << "of pixel (4, 2)";
}

TEST(TorchMap, RefusesWhatDoesNotFit) {
  EXPECT_THROW(torch_map(green(), {}), InputError);
  const std::vector<std::uint8_t> rgb(10);
  EXPECT_THROW(torch_map(green(), kGreen)(rgb, {6, 4}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::libtorch
