#include "msmv/engine/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace msmv::engine {
namespace {

// Of one output channel of 1x1.
float range_of(const std::vector<float>& row, PairSums pair_sums) {
  return weight_ranges(row, 1, 1, pair_sums).at(0);
}

TEST(WeightRanges, AreTheLargestWeightOfEachChannel) {
  const std::vector<float> weights = {0.5F, -0.2F, 0.001F, -0.004F};
  EXPECT_EQ(weight_ranges(weights, 2, 1, PairSums::exact), (std::vector<float>{0.5F, 0.004F}));
}

TEST(WeightRanges, HoldTheSumOfNeighboursOfOneSignWherePairSumsSaturate) {
  const std::vector<float> row = {1.0F, 0.27F, -0.5F, 0.5F};
  EXPECT_FLOAT_EQ(range_of(row, PairSums::saturate_at_16_bits), 1.27F);
  EXPECT_FLOAT_EQ(range_of(row, PairSums::exact), 1);
}

TEST(WeightRanges, NeighboursOfOppositeSignCostNothing) {
  EXPECT_FLOAT_EQ(range_of({1.0F, -1.0F, -1.0F, 1.0F}, PairSums::saturate_at_16_bits), 1);
}

TEST(WeightRanges, ChannelsOfDifferentPairsAreNotSummed) {
  EXPECT_FLOAT_EQ(range_of({0.0F, 1.0F, 1.0F, 0.0F}, PairSums::saturate_at_16_bits), 1);
}

// Neighbouring channels are as far apart as a kernel has positions.
TEST(WeightRanges, NeighboursStandAtTheSamePosition) {
  EXPECT_FLOAT_EQ(
      weight_ranges(std::vector<float>{1, 0.5F, 0.25F, 0.125F}, 1, 2, PairSums::saturate_at_16_bits)
          .at(0),
      1.25F);
}

TEST(WeightRanges, OfAnEmptyChannelAreOne) {
  EXPECT_EQ(range_of({0, 0}, PairSums::exact), 1);
}

TEST(WeightRanges, LetNoPairOf8BitProductsLeave16Bits) {
  std::mt19937 random(1);
  std::normal_distribution<float> pick(0, 1);
  std::vector<float> weights(50 * 8 * 9);
  std::ranges::generate(weights, [&] { return pick(random); });
  const auto ranges = weight_ranges(weights, 50, 9, PairSums::saturate_at_16_bits);
  const auto stored = [&](std::size_t i) {
    return static_cast<int>(std::nearbyint(weights[i] / ranges[i / (8 * 9)] * 127));
  };
  for (std::size_t channel = 0; channel < 50 * 8; channel += 2) {
    for (std::size_t i = 0; i < 9; ++i) {
      const int a = stored(channel * 9 + i);
      const int b = stored((channel + 1) * 9 + i);
      EXPECT_LE(255 * (std::max(a, 0) + std::max(b, 0)), 32767);
      EXPECT_GE(255 * (std::min(a, 0) + std::min(b, 0)), -32768);
    }
  }
}

}  // namespace
}  // namespace msmv::engine
