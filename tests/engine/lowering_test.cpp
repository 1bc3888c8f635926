#include "msmv/engine/lowering.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/tiny_resnet.h"
#include "golden/formula.h"
#include "golden/read.h"
#include "msmv/engine/encoder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

using pfenet::Backbone;

class LoweringOf : public ::testing::TestWithParam<Backbone> {};

// Against torchvision's numbers, as LibTorch's path is (tests/torch/graph_network_test.cpp).
TEST_P(LoweringOf, GivesTorchvisionsFeatures) {
  const auto wanted = golden::read("backbones.json").at(std::string(enum_name(GetParam())));
  weights::Tensors tensors;
  for (const auto& [name, shape] : pfenet::encoder_layout(GetParam())) {
    tensors[name] = golden::weight(name, shape);
  }
  const auto side_px = wanted.at("side_px").get<std::size_t>();
  const Encoder encoder(testing::source_of(tensors), {.graph = pfenet::graph_of(GetParam()),
                                                      .prefixes = {""},
                                                      .side_px = side_px,
                                                      .normalization = testing::imagenet()});
  const Encodings got = encoder.encode(golden::patches("pixels", 2, 1, side_px));
  ASSERT_EQ(got.features, wanted.at("features").get<std::size_t>());
  const float tolerance = 1e-4F * wanted.at("largest").get<float>();
  const std::size_t step = got.features / 64;
  for (std::size_t patch = 0; patch < 2; ++patch) {
    const auto row = wanted.at("encodings").at(patch);
    for (std::size_t i = 0; i < row.size(); ++i) {
      EXPECT_NEAR(got.values[patch * got.features + i * step], row.at(i).get<float>(), tolerance);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, LoweringOf,
                         ::testing::Values(Backbone::vgg16, Backbone::googlenet,
                                           Backbone::densenet161, Backbone::inception_v3,
                                           Backbone::araujo2017),
                         [](const auto& backbone) {
                           return std::string(enum_name(backbone.param));
                         });

TEST(Lowering, AsksForARangeByTheNameOfItsLayer) {
  const testing::TinyResnet tiny({3, 3}, "shared.", 3);
  const ActivationRanges ranges = {{"shared.conv1", 1.0F}};
  try {
    lower(tiny.graph(), testing::source_of(tiny.tensors),
          {.prefix = "shared.", .image = {32, 32}, .ranges = &ranges});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(),
              "int8 has no calibrated range for shared.layer1.0.conv1: "
              "msmv model calibrate finds them");
  }
}

}  // namespace
}  // namespace msmv::engine
