#include "msmv/engine/layers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/tiny_resnet.h"

namespace msmv::engine {
namespace {

TEST(TimeLayers, KnowsTheOperationsOfEachConvolution) {
  const testing::TinyResnet tiny({3, 3}, "shared.", 3);
  const EncoderSpec spec{.graph = tiny.graph(),
                         .prefixes = {"shared."},
                         .side_px = 32,
                         .normalization = testing::imagenet()};
  const auto layers =
      time_layers(testing::source_of(tiny.tensors), spec, testing::blotches(1, 1, 32), 2);
  double gflop = 0;
  for (const LayerTime& layer : layers) {
    EXPECT_EQ(layer.gflop > 0, layer.kind == "Convolution") << layer.name;
    EXPECT_TRUE(std::isfinite(layer.ms));
    gflop += layer.gflop;
  }
  EXPECT_NEAR(gflop, pfenet::gflop(spec.graph, {32, 32}), 1e-12);
}

}  // namespace
}  // namespace msmv::engine
