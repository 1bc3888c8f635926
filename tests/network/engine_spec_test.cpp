#include "msmv/network/engine_spec.h"

#include <gtest/gtest.h>

#include "msmv/network/calibration.h"

namespace msmv {
namespace {

TEST(EncoderSpec, NamesTheWeightsOfEachScaleOrThoseOfAll) {
  ModelFile file;
  file.config.pfenet.shared_weights = true;
  EXPECT_EQ(encoder_spec(file, engine::Precision::fp32).prefixes,
            std::vector<std::string>{"shared."});
  file.config.pfenet.shared_weights = false;
  EXPECT_EQ(encoder_spec(file, engine::Precision::fp32).prefixes,
            (std::vector<std::string>{"scale0.", "scale1.", "scale2."}));
}

TEST(EncoderSpec, TakesTheRangesThatTheModelKeeps) {
  ModelFile file;
  file.config.pfenet.mean = {0.1, 0.2, 0.3};
  file.calibration = to_json(Calibration{.activation_ranges = {{"scale0.conv1", 2.5F}}});
  const auto spec = encoder_spec(file, engine::Precision::int8);
  EXPECT_EQ(spec.precision, engine::Precision::int8);
  EXPECT_EQ(spec.ranges.at("scale0.conv1"), 2.5F);
  EXPECT_EQ(spec.normalization.mean[1], 0.2F);
  EXPECT_EQ(spec.side_px, 224U);
}

TEST(EncoderSpec, HasTheGraphOfTheBackbone) {
  ModelFile file;
  file.id = "1234";
  file.config.pfenet.backbone = pfenet::Backbone::vgg16;
  const auto spec = encoder_spec(file, engine::Precision::fp32);
  EXPECT_EQ(spec.graph.back().channels, 512);
  EXPECT_EQ(spec.model_id, "1234");
}

TEST(WeightSource, KnowsTheEncodersTensorsByTheirOwnNames) {
  const weights::Tensors tensors = {{"pfenet.shared.bn1.bias", {.shape = {2}, .values = {1, 2}}},
                                    {"fdnet.bias", {.shape = {1}, .values = {3}}}};
  const auto source = weight_source(tensors);
  EXPECT_EQ(source.shape_of("shared.bn1.bias"), weights::Shape{2});
  EXPECT_EQ(source.shape_of("fdnet.bias"), std::nullopt);
  EXPECT_EQ(source.read("shared.bn1.bias").values, (std::vector<float>{1, 2}));
}

}  // namespace
}  // namespace msmv
