#include "msmv/engine/dense_network.h"

#include <gtest/gtest.h>

#include "engine/tiny_resnet.h"
#include "msmv/pfenet/graph_builder.h"

namespace msmv::engine {
namespace {

// The red channel's left neighbour but one, taken by a dilated kernel, at half size and doubled.
struct Shifting {
  weights::Tensors tensors;
  EncoderSpec spec;

  Shifting() {
    pfenet::GraphBuilder b;
    const int x = b.add({.kind = pfenet::Node::Kind::convolution,
                         .name = "shift",
                         .inputs = {0},
                         .channels = 1,
                         .kernel_height = 3,
                         .kernel_width = 3,
                         .pad_height = 2,
                         .pad_width = 2,
                         .dilation = 2});
    b.upsample(b.pool(pfenet::Node::Kind::max_pool, x, {.side = 2}), 2);
    spec.graph = std::move(b).graph();
    weights::Tensor kernel{.shape = {1, 3, 3, 3}, .values = std::vector<float>(27)};
    kernel.values[3] = 255;  // red, middle row, left
    tensors["shift.weight"] = kernel;
  }
};

TEST(DenseNetwork, GivesTheMapOfAPictureOfAnySize) {
  const Shifting net;
  const DenseNetwork network(testing::source_of(net.tensors), net.spec);
  for (const PixelExtent extent : {PixelExtent{6, 4}, PixelExtent{8, 2}}) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(3 * extent.width * extent.height));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      pixels[i] = static_cast<std::uint8_t>(7 * i);
    }
    const DenseMap map = network.run(pixels, extent);
    ASSERT_EQ(map.channels, 1U);
    ASSERT_EQ(map.height, static_cast<std::size_t>(extent.height));
    ASSERT_EQ(map.width, static_cast<std::size_t>(extent.width));
    const auto shifted = [&](std::int64_t y, std::int64_t x) {
      return x < 2 ? 0 : pixels[static_cast<std::size_t>(3 * (y * extent.width + x - 2))];
    };
    for (std::int64_t y = 0; y < extent.height; ++y) {
      for (std::int64_t x = 0; x < extent.width; ++x) {
        const std::int64_t top = y / 2 * 2;
        const std::int64_t left = x / 2 * 2;
        const int wanted = std::max({shifted(top, left), shifted(top, left + 1),
                                     shifted(top + 1, left), shifted(top + 1, left + 1)});
        EXPECT_NEAR(map.values[static_cast<std::size_t>(y * extent.width + x)], wanted, 1e-2);
      }
    }
  }
}

TEST(DenseNetwork, RefusesPixelsThatDontFillThePicture) {
  const Shifting net;
  const DenseNetwork network(testing::source_of(net.tensors), net.spec);
  EXPECT_THROW(network.run(std::vector<std::uint8_t>(11), {2, 2}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::engine
