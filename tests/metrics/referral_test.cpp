#include "msmv/metrics/referral.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::metrics {
namespace {

TEST(Referral, TheLeastConfidentGoFirstAndEqualsGoTogether) {
  const auto curve = referral_curve(std::vector{0.9, 0.6, 0.8, 0.6}, {true, true, false, false});
  ASSERT_EQ(curve.size(), 3U);
  EXPECT_EQ(curve[0].referred, 0U);
  EXPECT_EQ(curve[0].kept, 4U);
  EXPECT_EQ(curve[0].kept_right, 2U);
  EXPECT_EQ(curve[1].referred, 2U);
  EXPECT_EQ(curve[1].kept, 2U);
  EXPECT_EQ(curve[1].kept_right, 1U);
  EXPECT_DOUBLE_EQ(curve[1].least_confidence, 0.8);
  EXPECT_EQ(curve[2].referred, 3U);
  EXPECT_EQ(curve[2].kept_right, 1U);
}

// Of 4 kept half is right, of 3 two, of 2 all.
TEST(Referral, RefersNoMoreThanAShareOfTheRestNeeds) {
  const auto curve = referral_curve(std::vector{0.9, 0.7, 0.8, 0.6}, {true, false, true, false});
  EXPECT_EQ(fewest_referred(curve, 0.5)->referred, 0U);
  EXPECT_EQ(fewest_referred(curve, 0.6)->referred, 1U);
  EXPECT_EQ(fewest_referred(curve, 0.9)->referred, 2U);
  EXPECT_EQ(fewest_referred(referral_curve(std::vector{0.9}, {false}), 0.9), nullptr);
}

TEST(Referral, RefusesDifferentLengths) {
  EXPECT_THROW(referral_curve(std::vector{0.5}, {}), std::invalid_argument);
  EXPECT_TRUE(referral_curve({}, {}).empty());
}

}  // namespace
}  // namespace msmv::metrics
