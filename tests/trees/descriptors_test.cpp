#include "msmv/trees/descriptors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace msmv::trees {
namespace {

// Four samples, one scale, two features; groups of samples 0 and 2, 1 and 3.
const Encodings kFour{4, 1, 2, {1, 0, 5, 7, 2, 4, 5, -7}};

// (1 + 8) / 2 = 4.5; (0 + 64) / 2 = 32; 5 twice; (343 + 0) / 2 = 171.5, -7 counting as 0.
TEST(Descriptors, AreCubicMeansOfGroupsInTurn) {
  const Descriptors two = descriptors_of(kFour, 2, 3);
  EXPECT_EQ(two.count, 2U);
  ASSERT_EQ(two.features, 2U);
  const std::vector<float> wanted = {std::cbrt(4.5F), std::cbrt(32.0F), 5, std::cbrt(171.5F)};
  ASSERT_EQ(two.values.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(two.values[i], wanted[i], 1e-6F * wanted[i]) << i;
  }
}

TEST(Descriptors, OfExponentOneAreMeansAndOfALargeOneTheLargest) {
  EXPECT_EQ(descriptors_of(kFour, 1, 1).values, (std::vector<float>{3.25F, 2.75F}));
  // (5^100 + 5^100 + ...)^(1/100) / 4^(1/100): 7 * (1/4)^(1/100) = 6.9036.
  const auto values = descriptors_of(kFour, 1, 100).values;
  EXPECT_NEAR(values[1], 7 * std::pow(0.25, 0.01), 1e-5);
}

TEST(Descriptors, PutScalesSideBySide) {
  const Encodings two_scales{2, 2, 1, {1, 10, 3, 30}};
  EXPECT_EQ(descriptors_of(two_scales, 1, 1).values, (std::vector<float>{2, 20}));
}

TEST(Descriptors, OfHugeEncodingsStayFinite) {
  const Encodings huge{2, 1, 1, {3e38F, 3e38F}};
  EXPECT_FLOAT_EQ(descriptors_of(huge, 1, 3).values[0], 3e38F);
  EXPECT_EQ(descriptors_of({2, 1, 1, {0, 0}}, 1, 3).values[0], 0);
}

TEST(Descriptors, NeedGroupsOfOneSize) {
  EXPECT_THROW(descriptors_of(kFour, 3, 3), std::invalid_argument);
  EXPECT_THROW(descriptors_of(kFour, 0, 3), std::invalid_argument);
  EXPECT_THROW(descriptors_of({0, 1, 1, {}}, 1, 3), std::invalid_argument);
}

TEST(Descriptors, AreAppended) {
  Descriptors all;
  append({1, 2, {1, 2}}, all);
  append({2, 2, {3, 4, 5, 6}}, all);
  EXPECT_EQ(all.count, 3U);
  EXPECT_EQ(all.values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_THROW(append({1, 1, {7}}, all), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::trees
