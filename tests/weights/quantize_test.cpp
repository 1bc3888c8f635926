#include "msmv/weights/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

namespace msmv::weights {
namespace {

// Channels from -0.5 to 2.05 (a step of 0.01), from 0 to 510 (a step of 2), and of nothing.
TEST(Quantize, SpreadsTheRangeOfEachChannel) {
  const Tensor tensor{.shape = {3, 3}, .values = {2.05F, -0.5F, 0.0F, 510.0F, 3.1F, 2.0F, 0, 0, 0}};
  const Quantized quantized = quantize(tensor);
  ASSERT_EQ(quantized.channels.size(), 3U);
  EXPECT_FLOAT_EQ(quantized.channels[0].scale, 0.01F);
  EXPECT_EQ(quantized.channels[0].zero, 50.0F);
  EXPECT_FLOAT_EQ(quantized.channels[1].scale, 2.0F);
  EXPECT_EQ(quantized.channels[1].zero, 0.0F);
  EXPECT_EQ(quantized.channels[2].scale, 0.0F);
  EXPECT_EQ(quantized.values, (std::vector<std::uint8_t>{255, 0, 50, 255, 2, 1, 0, 0, 0}));
}

TEST(Quantize, ReadsBackOnePairForAllChannels) {
  const std::vector<std::uint8_t> values = {0, 255};
  const std::vector<ScaleAndZero> pair = {{.scale = 0.5F, .zero = 128.0F}};
  EXPECT_EQ(dequantize({2, 1}, values, pair), (Tensor{.shape = {2, 1}, .values = {-64.0F, 63.5F}}));
}

TEST(Quantize, IsWrongByAtMostHalfAScaleAndKeepsZero) {
  std::mt19937_64 random(3);
  std::normal_distribution<float> normal;
  Tensor tensor{.shape = {16, 8, 3, 3}, .values = std::vector<float>(16 * 72)};
  for (std::size_t i = 1; i < tensor.values.size(); ++i) {
    tensor.values[i] = normal(random);
  }
  const Quantized quantized = quantize(tensor);
  const Tensor back = dequantize(quantized.shape, quantized.values, quantized.channels);
  EXPECT_EQ(back.values[0], 0.0F);
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    ASSERT_LE(std::abs(back.values[i] - tensor.values[i]),
              quantized.channels[i / 72].scale * 0.5001F);
  }
  // Rounding to steps costs step / sqrt(12); 72 normal values span about 4.8, 255 steps of 0.019.
  EXPECT_NEAR(relative_rms_error(tensor, back), 0.0054, 0.001);
}

TEST(Quantize, KeepsWhatIsAlreadyQuantized) {
  std::mt19937_64 random(4);
  std::normal_distribution<float> normal;
  Tensor tensor{.shape = {64, 100}, .values = std::vector<float>(6400)};
  std::ranges::generate(tensor.values, [&] { return normal(random); });
  const Quantized once = quantize(tensor);
  const Quantized twice = quantize(dequantize(once.shape, once.values, once.channels));
  EXPECT_EQ(twice.values, once.values);
}

TEST(Quantize, RefusesWhatHasNoScale) {
  EXPECT_THROW(quantize({.shape = {}, .values = {1.0F}}), std::invalid_argument);
  EXPECT_THROW(quantize({.shape = {1, 1}, .values = {std::numeric_limits<float>::infinity()}}),
               std::invalid_argument);
  const std::vector<std::uint8_t> values(9);
  const std::vector<ScaleAndZero> channels(2);
  EXPECT_THROW(dequantize({3, 3}, values, channels), std::invalid_argument);
}

TEST(Quantize, SurvivesTheSmallestAndTheLargestValues) {
  const Quantized small = quantize({.shape = {1, 1}, .values = {0x1.0p-149F}});
  EXPECT_EQ(small.channels[0].scale, 0.0F);
  EXPECT_EQ(small.values[0], 0);
  constexpr float kMax = std::numeric_limits<float>::max();
  const Quantized large = quantize({.shape = {1, 2}, .values = {kMax, -kMax}});
  EXPECT_TRUE(std::isfinite(large.channels[0].scale));
  EXPECT_EQ(large.values, (std::vector<std::uint8_t>{255, 0}));
}

TEST(Quantize, RelativeErrorOfKnownTensors) {
  const Tensor exact{.shape = {2}, .values = {3.0F, 4.0F}};
  const Tensor rounded{.shape = {2}, .values = {3.0F, 4.5F}};
  EXPECT_DOUBLE_EQ(relative_rms_error(exact, rounded), 0.1);  // 0.5 of 5
}

}  // namespace
}  // namespace msmv::weights
