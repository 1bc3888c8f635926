#include "msmv/values/class_scores.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv {
namespace {

TEST(BestClass, IsTheLargestAndTheFirstOfEquals) {
  EXPECT_EQ(best_class({0.1F, 0.6F, 0.3F}), 1U);
  EXPECT_EQ(best_class({0.2F, 0.4F, 0.4F}), 1U);
  EXPECT_THROW(best_class({}), std::invalid_argument);
}

// The softmax of halved logits: 0.9 and 0.1 have the odds 9, whose root is 3: 0.75 and 0.25.
TEST(AtTemperature, OfTwoTakesTheRootOfTheOdds) {
  const ClassScores tempered = at_temperature({0.9F, 0.1F}, 2);
  EXPECT_NEAR(tempered[0], 0.75F, 1e-6F);
  EXPECT_NEAR(tempered[1], 0.25F, 1e-6F);
}

TEST(AtTemperature, StaysFiniteForScoresOfNothingAndTheLeastTemperature) {
  EXPECT_EQ(at_temperature({1.0F, 0.0F}, 0.05), (ClassScores{1, 0}));
  const ClassScores small = at_temperature({3e-30F, 3e-30F}, 0.05);
  EXPECT_FLOAT_EQ(small[0], 0.5F);
  EXPECT_THROW(at_temperature({0.5F, 0.5F}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace msmv
