#include "msmv/weights/quantize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

namespace msmv::weights {
namespace {

TEST(Quantize, ScalesEachChannelByItsOwnLargestMagnitude) {
  const Tensor tensor{.shape = {3, 2}, .values = {1.27F, -0.5F, -254.0F, 3.0F, 0.0F, 0.0F}};
  const Quantized quantized = quantize(tensor);
  ASSERT_EQ(quantized.scales.size(), 3U);
  EXPECT_FLOAT_EQ(quantized.scales[0], 0.01F);
  EXPECT_FLOAT_EQ(quantized.scales[1], 2.0F);
  EXPECT_EQ(quantized.scales[2], 0.0F);
  EXPECT_EQ(quantized.values, (std::vector<std::int8_t>{127, -50, -127, 2, 0, 0}));
}

TEST(Quantize, IsWrongByAtMostHalfAScale) {
  std::mt19937_64 random(3);
  std::normal_distribution<float> normal;
  Tensor tensor{.shape = {16, 8, 3, 3}, .values = std::vector<float>(16 * 72)};
  for (float& value : tensor.values) {
    value = normal(random);
  }
  const Quantized quantized = quantize(tensor);
  const Tensor back = dequantize(quantized.shape, quantized.values, quantized.scales);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    ASSERT_LE(std::abs(back.values[i] - tensor.values[i]), quantized.scales[i / 72] * 0.5001F);
  }
  // Uniform rounding error is scale / sqrt(12); the largest of 72 normal values is about 2.5, so
  // the scale about 0.02 and the relative error about 0.006.
  EXPECT_NEAR(relative_rms_error(tensor, back), 0.006, 0.002);
}

TEST(Quantize, KeepsWhatIsAlreadyQuantized) {
  const Tensor tensor{.shape = {1, 3}, .values = {-127 * 0.03F, 5 * 0.03F, 0}};
  const Quantized once = quantize(tensor);
  const Quantized twice = quantize(dequantize(once.shape, once.values, once.scales));
  EXPECT_EQ(twice.values, once.values);
}

TEST(Quantize, RefusesWhatHasNoScale) {
  EXPECT_THROW(quantize({.shape = {}, .values = {1.0F}}), std::invalid_argument);
  EXPECT_THROW(quantize({.shape = {1, 1}, .values = {std::numeric_limits<float>::infinity()}}),
               std::invalid_argument);
  const std::vector<std::int8_t> values(4);
  const std::vector<float> scales(3);
  EXPECT_THROW(dequantize({2, 2}, values, scales), std::invalid_argument);
}

TEST(Quantize, SurvivesValuesTooSmallForAScale) {
  const Quantized quantized = quantize({.shape = {1, 1}, .values = {0x1.0p-149F}});
  EXPECT_EQ(quantized.scales[0], 0.0F);
  EXPECT_EQ(quantized.values[0], 0);
}

TEST(Quantize, RelativeErrorOfKnownTensors) {
  const Tensor exact{.shape = {2}, .values = {3.0F, 4.0F}};
  const Tensor rounded{.shape = {2}, .values = {3.0F, 4.5F}};
  EXPECT_DOUBLE_EQ(relative_rms_error(exact, rounded), 0.1);  // 0.5 of 5
}

}  // namespace
}  // namespace msmv::weights
