#include "msmv/values/decimal.h"

#include <gtest/gtest.h>

#include <limits>

namespace msmv {
namespace {

TEST(Decimal, IsTheShortestTextOfTheNumber) {
  EXPECT_EQ(decimal(0.1F), "0.1");
  EXPECT_EQ(decimal(0.1), "0.1");
  EXPECT_EQ(decimal(0.0F), "0");
  EXPECT_EQ(decimal(1.0F / 3), "0.33333334");
}

TEST(Decimal, ValueOfAFloatIsThatOfItsText) {
  EXPECT_EQ(decimal_value(0.9F), 0.9);
  EXPECT_NE(decimal_value(0.9F), static_cast<double>(0.9F));
}

TEST(Decimal, FixedRoundsAndKeepsZeros) {
  EXPECT_EQ(fixed(0.125, 3), "0.125");
  EXPECT_EQ(fixed(96.0, 1), "96.0");
  EXPECT_EQ(fixed(0.0996, 2), "0.10");
  EXPECT_EQ(fixed(std::numeric_limits<double>::max(), 0).size(), 309U);
}

TEST(Decimal, CountedKnowsTheSingular) {
  EXPECT_EQ(counted(1, "image"), "1 image");
  EXPECT_EQ(counted(0, "image"), "0 images");
  EXPECT_EQ(counted(2, "image"), "2 images");
}

}  // namespace
}  // namespace msmv
