#include "msmv/engine/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace msmv::engine {
namespace {

// One output channel of four input channels, 1x1.
QuantizedWeights quantize_row(std::vector<float> row, PairSums pair_sums) {
  const Convolution shape{.in_channels = static_cast<int>(row.size()), .out_channels = 1};
  return quantize({.weights = std::move(row), .bias = {0}}, shape, pair_sums);
}

TEST(Quantize, TheLargestWeightOfEachChannelBecomes127) {
  const Convolution shape{.in_channels = 2, .out_channels = 2};
  const auto got =
      quantize({.weights = {0.5F, -0.2F, 0.001F, -0.004F}, .bias = {0, 0}}, shape, PairSums::exact);
  EXPECT_EQ(got.values, (std::vector<std::int8_t>{127, -51, 32, -127}));
  EXPECT_FLOAT_EQ(got.scales[0], 0.5F / 127);
  EXPECT_FLOAT_EQ(got.scales[1], 0.004F / 127);
}

TEST(Quantize, NeighboursOfOneSignShare127WherePairSumsSaturate) {
  // 1 + 0.27 is the largest sum: 100 + 27.
  const auto got = quantize_row({1.0F, 0.27F, -0.5F, 0.5F}, PairSums::saturate_at_16_bits);
  EXPECT_EQ(got.values, (std::vector<std::int8_t>{100, 27, -50, 50}));
}

TEST(Quantize, NeighboursOfOppositeSignCostNothing) {
  const auto got = quantize_row({1.0F, -1.0F, -1.0F, 1.0F}, PairSums::saturate_at_16_bits);
  EXPECT_EQ(got.values, (std::vector<std::int8_t>{127, -127, -127, 127}));
}

TEST(Quantize, ChannelsOfDifferentPairsAreNotSummed) {
  const auto got = quantize_row({0.0F, 1.0F, 1.0F, 0.0F}, PairSums::saturate_at_16_bits);
  EXPECT_EQ(got.values, (std::vector<std::int8_t>{0, 127, 127, 0}));
}

TEST(Quantize, AnEmptyChannelStaysEmpty) {
  EXPECT_EQ(quantize_row({0, 0}, PairSums::exact).values, (std::vector<std::int8_t>{0, 0}));
}

TEST(Quantize, NoPairOf8BitProductsLeaves16Bits) {
  std::mt19937 random(1);
  std::normal_distribution<float> pick(0, 1);
  const Convolution shape{.in_channels = 8, .out_channels = 50, .kernel = 3};
  Folded folded{.weights = std::vector<float>(50 * 8 * 9), .bias = std::vector<float>(50)};
  std::ranges::generate(folded.weights, [&] { return pick(random); });
  const auto got = quantize(folded, shape, PairSums::saturate_at_16_bits);
  for (std::size_t channel = 0; channel < 50 * 8; channel += 2) {
    for (std::size_t i = 0; i < 9; ++i) {
      const int a = got.values[channel * 9 + i];
      const int b = got.values[(channel + 1) * 9 + i];
      EXPECT_LE(255 * (std::max(a, 0) + std::max(b, 0)), 32767);
      EXPECT_GE(255 * (std::min(a, 0) + std::min(b, 0)), -32768);
    }
  }
}

}  // namespace
}  // namespace msmv::engine
