#include "msmv/training/augmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

namespace msmv::training {
namespace {

using Pixels = std::vector<std::uint8_t>;

// [1, side, side, 3] whose red counts the pixels.
Pixels counting(std::size_t side) {
  Pixels pixels(side * side * 3, 100);
  for (std::size_t i = 0; i < side * side; ++i) {
    pixels[i * 3] = static_cast<std::uint8_t>(i);
  }
  return pixels;
}

Pixels augmented(const Augmentation& how, const SampleShape& shape, const Pixels& stored,
                 std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Pixels out(shape.scales * shape.side_px * shape.side_px * 3);
  augment(how, shape, stored, random, out);
  return out;
}

Pixels reds(const Pixels& pixels) {
  Pixels red;
  for (std::size_t i = 0; i < pixels.size(); i += 3) {
    red.push_back(pixels[i]);
  }
  return red;
}

TEST(Augmentation, NoneIsTheMiddleOfTheStoredPatch) {
  // 4 x 4 of 0 to 15; the middle 2 x 2 is 5 6 / 9 10.
  EXPECT_EQ(reds(augmented({}, {1, 4, 2}, counting(4), 1)), (Pixels{5, 6, 9, 10}));
  EXPECT_EQ(augmented({}, {1, 3, 3}, counting(3), 1), counting(3));
}

TEST(Augmentation, TurnsAreTheEightOfTheSquareAndTheSameAtAllScales) {
  Pixels two_scales(2 * 2 * 2 * 3, 100);
  for (std::size_t i = 0; i < 8; ++i) {
    two_scales[i * 3] = static_cast<std::uint8_t>(i % 4);
  }
  std::set<std::vector<int>> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto red = reds(augmented({.turns = true}, {2, 2, 2}, two_scales, seed));
    const std::vector<int> first(red.begin(), red.begin() + 4);
    EXPECT_TRUE(std::equal(first.begin(), first.end(), red.begin() + 4));
    seen.insert(first);
  }
  // 0 1 / 2 3: its rows and columns of the square's eight symmetries.
  const std::set<std::vector<int>> all = {{0, 1, 2, 3}, {1, 0, 3, 2}, {2, 3, 0, 1}, {3, 2, 1, 0},
                                          {0, 2, 1, 3}, {2, 0, 3, 1}, {1, 3, 0, 2}, {3, 1, 2, 0}};
  EXPECT_EQ(seen, all);
}

TEST(Augmentation, ShiftedWindowsStayInTheStoredPatchAndReachItsEdges) {
  std::set<std::uint8_t> corners;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto red = reds(augmented({.shift = 1}, {1, 6, 4}, counting(6), seed));
    const auto corner = red.front();
    EXPECT_EQ(red[1], corner + 1);
    EXPECT_EQ(red[4], corner + 6);
    corners.insert(corner);
  }
  EXPECT_TRUE(corners.contains(0));
  EXPECT_LE(*corners.rbegin(), 14);  // (2, 2) at most
}

TEST(Augmentation, ZoomedWindowsInterpolate) {
  // A ramp of 8 a column: zooming keeps it a ramp, steeper or flatter by at most a quarter.
  Pixels ramp(16 * 16 * 3);
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    ramp[i] = static_cast<std::uint8_t>(i / 3 % 16 * 8);
  }
  std::set<int> slopes;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto red = reds(augmented({.zoom = 0.25}, {1, 16, 8}, ramp, seed));
    slopes.insert(red[7] - red[0]);  // 7 columns: 56 without zoom
    EXPECT_GE(red[7] - red[0], 41);
    EXPECT_LE(red[7] - red[0], 71);
  }
  EXPECT_GT(slopes.size(), 5U);
}

TEST(Augmentation, StainJitterLeavesWhiteGlassWhiteAndChangesTissue) {
  const Augmentation how{.stain_gain = 0.3};
  const Pixels glass(4 * 4 * 3, 255);
  EXPECT_EQ(augmented(how, {1, 4, 4}, glass, 3), glass);
  Pixels tissue(4 * 4 * 3, 150);
  for (std::size_t i = 1; i < tissue.size(); i += 3) {
    tissue[i] = 80;
  }
  EXPECT_NE(augmented(how, {1, 4, 4}, tissue, 3), tissue);
}

TEST(Augmentation, BlurKeepsTheMeanAndNoiseTheMiddle) {
  Pixels point(31 * 31 * 3, 0);
  point[(15 * 31 + 15) * 3] = 255;
  const auto blurred = augmented({.blur_px = 2}, {1, 31, 31}, point, 5);
  EXPECT_LT(blurred[(15 * 31 + 15) * 3], 255);
  EXPECT_GT(blurred[(15 * 31 + 16) * 3], 0);
  EXPECT_EQ(blurred[(15 * 31 + 16) * 3], blurred[(15 * 31 + 14) * 3]);
  EXPECT_EQ(blurred[(16 * 31 + 15) * 3], blurred[(15 * 31 + 16) * 3]);

  const Pixels gray(64 * 64 * 3, 128);
  const auto noisy = augmented({.noise = 20}, {1, 64, 64}, gray, 5);
  double sum = 0;
  for (const auto level : noisy) {
    sum += level;
  }
  EXPECT_NE(noisy, gray);
  EXPECT_NEAR(sum / static_cast<double>(noisy.size()), 128, 1);
}

TEST(Augmentation, SameSeedSameBytes) {
  const Augmentation all{true, 1, 0.1, 0.2, 0.05, 1, 4, 1};
  const auto stored = counting(20);
  EXPECT_EQ(augmented(all, {1, 20, 16}, stored, 9), augmented(all, {1, 20, 16}, stored, 9));
  EXPECT_NE(augmented(all, {1, 20, 16}, stored, 9), augmented(all, {1, 20, 16}, stored, 10));
}

TEST(Augmentation, RefusesPatchesThatDontFit) {
  EXPECT_THROW(augmented({}, {1, 3, 4}, counting(3), 1), std::invalid_argument);
  EXPECT_THROW(augmented({}, {2, 3, 3}, counting(3), 1), std::invalid_argument);
}

double spread_of(const Pixels& pixels) {
  double sum = 0, squares = 0;
  for (const std::uint8_t level : reds(pixels)) {
    sum += level;
    squares += level * level;
  }
  const auto count = static_cast<double>(pixels.size()) / 3;
  return squares / count - (sum / count) * (sum / count);
}

// A soft step: sharpened it overshoots on both sides, blurred it gets flatter. Half of the samples
// each; none is both.
TEST(Augmentation, SharpensHalfOfTheSamplesAndBlursTheOthers) {
  Pixels step(16 * 16 * 3, 0);
  for (std::size_t i = 0; i < step.size(); ++i) {
    const std::size_t x = i / 3 % 16;
    step[i] = x < 7 ? 80 : x > 8 ? 160 : 120;
  }
  int sharper = 0, softer = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Pixels out = augmented({.blur_px = 2, .sharpen = 2}, {1, 16, 16}, step, seed);
    sharper += spread_of(out) > spread_of(step) ? 1 : 0;
    softer += spread_of(out) < spread_of(step) ? 1 : 0;
  }
  EXPECT_NEAR(sharper, 100, 30);
  EXPECT_NEAR(softer, 100, 30);
  EXPECT_LE(sharper + softer, 200);
}

// 255 * (64 / 255) ^ p between p = 1 / 1.5 and 1.5: 101.6 and 32.1, while black and white stay.
TEST(Augmentation, GammaBendsLevelsBetweenItsTwoPowers) {
  Pixels levels = {0, 64, 255, 0, 64, 255, 0, 64, 255, 0, 64, 255};
  int least = 255, most = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Pixels out = augmented({.gamma = 0.5}, {1, 2, 2}, levels, seed);
    EXPECT_EQ(out[0], 0);
    EXPECT_EQ(out[2], 255);
    least = std::min<int>(least, out[1]);
    most = std::max<int>(most, out[1]);
  }
  EXPECT_NEAR(least, 32, 3);
  EXPECT_NEAR(most, 102, 3);
}

}  // namespace
}  // namespace msmv::training
