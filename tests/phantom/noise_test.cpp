#include "msmv/phantom/noise.h"

#include <gtest/gtest.h>

#include <cmath>

namespace msmv::phantom {
namespace {

TEST(PhantomRandom, IsTheSameEverywhere) {
  Random random(0);
  EXPECT_EQ(random.bits(), 0xE220A8397B1DCDAFULL);  // splitmix64 from 0
  EXPECT_EQ(random.bits(), 0x6E789E6AA1B965F4ULL);
}

TEST(PhantomRandom, HasTheMomentsItPromises) {
  Random random(3);
  double sum = 0, squares = 0, sum_uniform = 0;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double normal = random.normal(), uniform = random.uniform(2, 4);
    ASSERT_LT(std::abs(normal), 3.5);
    ASSERT_TRUE(uniform >= 2 && uniform < 4);
    sum += normal;
    squares += normal * normal;
    sum_uniform += uniform;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.016);  // five standard errors of 1 / sqrt(100000)
  EXPECT_NEAR(squares / kDraws, 1, 0.02);
  EXPECT_NEAR(sum_uniform / kDraws, 3, 0.01);
}

TEST(PhantomNoise, IsSmoothAndBounded) {
  const Noise noise(1);
  for (float x = -20; x < 20; x += 0.37F) {
    for (float y = -20; y < 20; y += 0.41F) {
      ASSERT_LE(std::abs(noise.at(x, y)), 1);
      // Between two lattice points the steepest slope is 1.5 times their difference, at most 2.
      ASSERT_LT(std::abs(noise.at(x + 0.01F, y) - noise.at(x, y)), 0.0301F) << x << ", " << y;
    }
  }
}

TEST(PhantomNoise, GoesOnAcrossZeroAndRepeatsAfterItsPeriod) {
  const Noise noise(2);
  EXPECT_NEAR(noise.at(-0.001F, 5.5F), noise.at(0.001F, 5.5F), 0.001);
  EXPECT_FLOAT_EQ(noise.at(3.25F, 7.75F), noise.at(3.25F + 256, 7.75F - 256));
  EXPECT_NE(noise.at(3.25F, 7.75F), Noise(3).at(3.25F, 7.75F));
}

}  // namespace
}  // namespace msmv::phantom
