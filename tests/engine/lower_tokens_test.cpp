#include "msmv/engine/lower_tokens.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "engine/tiny_resnet.h"
#include "msmv/engine/calibrate.h"
#include "msmv/engine/encoder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pfenet/resample.h"
#include "msmv/pfenet/transformer_graph.h"

namespace msmv::engine {
namespace {

using pfenet::Form;

Form small() {
  return {.image_px = 16,
          .patch_px = 8,
          .width = 4,
          .depth = 1,
          .heads = 2,
          .mlp = pfenet::Mlp::swiglu,
          .mlp_width = 6,
          .layer_scale = true,
          .registers = 1,
          .output = pfenet::TokenOutput::class_and_mean};
}

weights::Tensors random_tensors(const Form& form) {
  std::mt19937 random(7);
  weights::Tensors out;
  const pfenet::Config config{.backbone = pfenet::Backbone::vision_transformer, .form = form};
  for (const auto& [name, shape] : pfenet::encoder_layout(config)) {
    weights::Tensor tensor{shape, std::vector<float>(weights::count_of(shape))};
    for (float& value : tensor.values) {
      value = static_cast<float>(static_cast<double>(random()) / 4294967296.0 - 0.5);
    }
    out["shared." + name] = std::move(tensor);
  }
  return out;
}

EncoderSpec spec_of(const Form& form, std::size_t side_px) {
  return {.graph = pfenet::transformer(form),
          .prefixes = {"shared."},
          .side_px = side_px,
          .normalization = testing::imagenet()};
}

PatchBatch gray(std::size_t side_px) {
  return {1, 1, side_px, std::vector<std::uint8_t>(side_px * side_px * 3, 128)};
}

// Of one token's values.
std::vector<double> normal(std::vector<double> token, double epsilon) {
  double mean = 0, square = 0;
  for (const double value : token) {
    mean += value / static_cast<double>(token.size());
  }
  for (const double value : token) {
    square += (value - mean) * (value - mean) / static_cast<double>(token.size());
  }
  for (double& value : token) {
    value = (value - mean) / std::sqrt(square + epsilon);
  }
  return token;
}

// With branches that add nothing and a patch embedding of zeros what is left is the last norm of
// tokens and positions: by hand, also where positions are stretched from 2 x 2 to 3 x 3.
TEST(LowerTokens, TokensPositionsAndNormByHand) {
  const Form form = small();
  weights::Tensors tensors = random_tensors(form);
  for (const char* zero : {"patch_embed.proj.weight", "patch_embed.proj.bias", "blocks.0.ls1.gamma",
                           "blocks.0.ls2.gamma", "norm.bias"}) {
    auto& values = tensors.at(std::string("shared.") + zero).values;
    values.assign(values.size(), 0);
  }
  tensors.at("shared.norm.weight").values.assign(4, 1);
  const auto& positions = tensors.at("shared.pos_embed").values;
  for (const std::size_t side : {std::size_t{2}, std::size_t{3}}) {
    const Encoder encoder(testing::source_of(tensors), spec_of(form, side * 8));
    const auto got = encoder.encode(gray(side * 8)).values;
    std::vector<double> class_token;
    for (std::size_t i = 0; i < 4; ++i) {
      class_token.push_back(tensors.at("shared.cls_token").values[i] + positions[i]);
    }
    const auto wanted = normal(class_token, form.epsilon);
    const auto stretched = pfenet::resampled(
        {2, 2, 4, {positions.begin() + 4, positions.end()}}, side, side,
        side == 2 ? pfenet::Kernel::bilinear : pfenet::Kernel::bicubic_antialiased);
    std::vector<double> mean(4, 0);
    for (std::size_t place = 0; place < side * side; ++place) {
      const auto first = stretched.values.begin() + static_cast<std::ptrdiff_t>(4 * place);
      const auto token = normal({first, first + 4}, form.epsilon);
      for (std::size_t i = 0; i < 4; ++i) {
        mean[i] += token[i] / static_cast<double>(side * side);
      }
    }
    ASSERT_EQ(got.size(), 8U);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR(got[i], wanted[i], 1e-5);
      EXPECT_NEAR(got[4 + i], mean[i], 1e-5);
    }
  }
}

TEST(LowerTokens, Int8IsNearAndAsksForItsRanges) {
  const Form form = small();
  const weights::Tensors tensors = random_tensors(form);
  EncoderSpec spec = spec_of(form, 16);
  const auto source = testing::source_of(tensors);
  const auto exact = Encoder(source, spec).encode(gray(16)).values;
  std::map<std::string, float> ranges;
  observe(source, spec, gray(16), [&](const std::string& name, std::span<const float> values) {
    for (const float value : values) {
      ranges[name] = std::max(ranges[name], std::abs(value));
    }
  });
  EXPECT_EQ(ranges.size(), 4U) << "the inputs of qkv, proj, fc1 and fc2";
  spec.precision = Precision::int8;
  if (available(spec.precision, processor()).precision == Precision::int8) {
    EXPECT_THROW(Encoder(source, spec), std::exception);
    spec.ranges = {ranges.begin(), ranges.end()};
    const auto near = Encoder(source, spec).encode(gray(16)).values;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      EXPECT_NEAR(near[i], exact[i], 0.1);
    }
  }
}

}  // namespace
}  // namespace msmv::engine
