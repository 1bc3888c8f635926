#include "msmv/training/jpeg_noise.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <vector>

namespace msmv::training {
namespace {

std::vector<std::uint8_t> random_patch(std::size_t side) {
  std::mt19937_64 random(7);
  std::vector<std::uint8_t> patch(side * side * 3);
  for (auto& level : patch) {
    level = static_cast<std::uint8_t>(random() >> 56);
  }
  return patch;
}

double mean_change(double coarseness) {
  const auto before = random_patch(16);
  auto after = before;
  add_jpeg_noise(after, 16, coarseness);
  double sum = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    sum += std::abs(after[i] - before[i]);
  }
  return sum / static_cast<double>(after.size());
}

TEST(JpegNoise, IsNothingAtZeroAndGrowsWithCoarseness) {
  EXPECT_EQ(mean_change(0), 0);
  // Steps of 1: each coefficient is off by a quarter on average, so are the pixels; turned to
  // Y Cb Cr and back, and rounded again, that stays below one level.
  EXPECT_LT(mean_change(0.001), 1);
  EXPECT_LT(mean_change(0.25), mean_change(1));
  EXPECT_LT(mean_change(1), mean_change(2));
}

TEST(JpegNoise, LeavesAFlatGrayBlockAsItIs) {
  std::vector<std::uint8_t> patch(8 * 8 * 3, 128);
  const auto before = patch;
  add_jpeg_noise(patch, 8, 2);
  EXPECT_EQ(patch, before);
}

// A constant block has only its first coefficient, 8 * (level - 128). Gray 131: 24, in steps of
// 16 (the luminance table's first) is 1.5, to the even 2: 32, which is 128 + 4.
TEST(JpegNoise, RoundsTheMeanOfABlockToTheTablesSteps) {
  std::vector<std::uint8_t> patch(8 * 8 * 3, 131);
  add_jpeg_noise(patch, 8, 1);
  EXPECT_EQ(patch, std::vector<std::uint8_t>(8 * 8 * 3, 132));
}

TEST(JpegNoise, LeavesWhatIsNoWholeBlock) {
  auto patch = random_patch(9);
  const auto before = patch;
  add_jpeg_noise(patch, 9, 1);
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_EQ(patch[(8 * 9 + i) * 3], before[(8 * 9 + i) * 3]);
    EXPECT_EQ(patch[(i * 9 + 8) * 3], before[(i * 9 + 8) * 3]);
  }
}

}  // namespace
}  // namespace msmv::training
