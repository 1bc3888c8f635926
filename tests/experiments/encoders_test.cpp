#include "msmv/experiments/encoders.h"

#include <cmath>

#include "experiments/small_world.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

TEST(Encoders, ComeFromFilesOrFromAModel) {
  const SmallWorld world;
  const auto& formula = world.encoders.at(pfenet::Backbone::resnet50);
  pfenet::write_encoder(world.folder / "encoder.safetensors", formula.weights);
  const auto from_file = encoders_in({world.folder / "encoder.safetensors"}, "");
  ASSERT_EQ(from_file.size(), 1U);
  EXPECT_EQ(from_file.begin()->second.weights.tensors, formula.weights.tensors);
  EXPECT_THROW(
      encoders_in({world.folder / "encoder.safetensors", world.folder / "encoder.safetensors"}, ""),
      InputError);

  model::write(world.folder / "model.safetensors",
               model_to_begin_with(world.experiment("row").model, formula, 1));
  const auto from_model = encoders_in({}, world.folder / "model.safetensors");
  EXPECT_EQ(from_model.begin()->second.weights.tensors, formula.weights.tensors);
  EXPECT_EQ(from_model.begin()->second.id, from_file.begin()->second.id);
}

TEST(Encoders, AreDrawnFromTheSeed) {
  const Encoder one = random_encoder(pfenet::Backbone::resnet50, 1);
  EXPECT_NE(random_encoder(pfenet::Backbone::resnet50, 2).id, one.id);
  // 2048 x 512 x 1 x 1: a mean of 0 and a deviation of sqrt(2 / 512), to four standard errors.
  const auto& values = one.weights.tensors.at("layer4.2.conv3.weight").values;
  const auto count = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const float value : values) {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  EXPECT_NEAR(sum / count, 0, 4 * 0.0625 / std::sqrt(count));
  EXPECT_NEAR(std::sqrt(squares / count), 0.0625, 0.0003);
  EXPECT_EQ(one.weights.tensors.at("bn1.weight").values[0], 1);
  EXPECT_EQ(one.weights.tensors.at("bn1.bias").values[0], 0);
  EXPECT_EQ(one.weights.tensors.at("bn1.running_var").values[0], 1);
}

}  // namespace
}  // namespace msmv::experiments
