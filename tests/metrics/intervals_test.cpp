#include "msmv/metrics/intervals.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::metrics {
namespace {

// 48 of 50: centre (0.96 + 0.038415) / 1.076829 = 0.927180, half width 1.95996 / 1.076829 *
// sqrt(0.96 * 0.04 / 50 + 3.841459 / 10000) = 0.061780. The same as R's prop.test(48, 50,
// correct = FALSE).
TEST(Wilson, EqualsTheFormulaWorkedOutByHand) {
  EXPECT_NEAR(wilson(48, 50).low, 0.86540, 1e-5);
  EXPECT_NEAR(wilson(48, 50).high, 0.98896, 1e-5);
}

// With none right the upper end is z^2 / (n + z^2) = 3.841459 / 13.841459.
TEST(Wilson, StaysInsideZeroAndOneAtTheEnds) {
  EXPECT_EQ(wilson(0, 10).low, 0);
  EXPECT_NEAR(wilson(0, 10).high, 0.277533, 1e-6);
  EXPECT_NEAR(wilson(10, 10).low, 1 - 0.277533, 1e-6);
  EXPECT_EQ(wilson(10, 10).high, 1);
}

TEST(Wilson, RefusesImpossibleCounts) {
  EXPECT_THROW(wilson(0, 0), std::invalid_argument);
  EXPECT_THROW(wilson(3, 2), std::invalid_argument);
  EXPECT_THROW(wilson(-1, 2), std::invalid_argument);
}

// Recalls 1/2 of 100 and 1 of 10: the mean has deviation sqrt(0.25 / 100) / 2 = 0.025, hence an
// interval of 0.75 -+ 0.049 (normal); 0.005 is the step of the drawn means.
TEST(Bootstrap, AgreesWithTheNormalIntervalWhereThatHolds) {
  Confusion confusion(2);
  confusion.at(0, 0) = 50;
  confusion.at(0, 1) = 50;
  confusion.at(1, 1) = 10;
  const Interval interval = balanced_accuracy_interval(confusion, {});
  EXPECT_NEAR(interval.low, 0.701, 0.006);
  EXPECT_NEAR(interval.high, 0.799, 0.006);
}

TEST(Bootstrap, TheSameSeedGivesTheSameInterval) {
  Confusion confusion(2);
  confusion.at(0, 0) = 511;
  confusion.at(0, 1) = 506;
  confusion.at(1, 1) = 700;
  confusion.at(1, 0) = 309;
  const Interval first = balanced_accuracy_interval(confusion, {.draws = 100, .seed = 7});
  const Interval again = balanced_accuracy_interval(confusion, {.draws = 100, .seed = 7});
  const Interval other = balanced_accuracy_interval(confusion, {.draws = 100, .seed = 8});
  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_NE(first.low, other.low);
}

TEST(Bootstrap, RefusesTooFewDraws) {
  Confusion confusion(1);
  confusion.at(0, 0) = 1;
  EXPECT_THROW(balanced_accuracy_interval(confusion, {.draws = 10}), std::invalid_argument);
  EXPECT_THROW(balanced_accuracy_interval(Confusion(1), {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
