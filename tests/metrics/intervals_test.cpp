#include "msmv/metrics/intervals.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

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

// Twenty patients of 30 images each, all right in ten of them and none in the others: the share
// of right patients has deviation sqrt(0.25 / 20) = 0.1118, hence 0.5 -+ 0.219 (normal), where 600
// independent images would have 0.5 -+ 0.040. Steps are of 0.05.
TEST(ClusterBootstrap, IsAsWideAsThePatientsMakeIt) {
  std::vector<ClusteredCase> cases;
  for (std::size_t patient = 0; patient < 20; ++patient) {
    for (std::size_t image = 0; image < 30; ++image) {
      cases.push_back({patient, image % 2, patient < 10});
    }
  }
  const ClusterIntervals intervals = cluster_intervals(cases, 2, {});
  EXPECT_EQ(intervals.clusters, 20U);
  EXPECT_NEAR(intervals.accuracy.low, 0.281, 0.04);
  EXPECT_NEAR(intervals.accuracy.high, 0.719, 0.04);
  EXPECT_NEAR(intervals.balanced_accuracy.low, 0.281, 0.04);
}

// Each image a patient of its own: Wilson's interval of 75 of 100 is 0.657 to 0.825.
TEST(ClusterBootstrap, OfSingleImagesIsNearWilsons) {
  std::vector<ClusteredCase> cases;
  for (std::size_t image = 0; image < 100; ++image) {
    cases.push_back({image, 0, image < 75});
  }
  const ClusterIntervals intervals = cluster_intervals(cases, 1, {});
  EXPECT_NEAR(intervals.accuracy.low, wilson(75, 100).low, 0.015);
  EXPECT_NEAR(intervals.accuracy.high, wilson(75, 100).high, 0.015);
}

// Class 0: 9 of 9 right in one patient; class 1: 0 of 1 in the other. A draw has both (accuracy
// 0.9, balanced 0.5), only the first (1, 1) or only the second (0, 0).
TEST(ClusterBootstrap, ADrawThatMissesAClassHasTheMeanOfTheOthers) {
  std::vector<ClusteredCase> cases(9, {0, 0, true});
  cases.push_back({1, 1, false});
  const ClusterIntervals intervals = cluster_intervals(cases, 2, {});
  EXPECT_EQ(intervals.balanced_accuracy.low, 0);
  EXPECT_EQ(intervals.balanced_accuracy.high, 1);
}

TEST(ClusterBootstrap, TheSameSeedGivesTheSameIntervalAndBadInputIsRefused) {
  std::vector<ClusteredCase> cases;
  for (std::size_t image = 0; image < 100; ++image) {
    cases.push_back({image / 3, image % 2, image % 7 < 4});
  }
  const auto low = [&](Seed seed) {
    return cluster_intervals(cases, 2, {.draws = 100, .seed = seed}).accuracy.low;
  };
  EXPECT_EQ(low(7), low(7));
  EXPECT_NE(low(7), low(9));
  EXPECT_THROW(cluster_intervals({}, 2, {}), std::invalid_argument);
  EXPECT_THROW(cluster_intervals(cases, 2, {.draws = 10}), std::invalid_argument);
}

TEST(Bootstrap, RefusesTooFewDraws) {
  Confusion confusion(1);
  confusion.at(0, 0) = 1;
  EXPECT_THROW(balanced_accuracy_interval(confusion, {.draws = 10}), std::invalid_argument);
  EXPECT_THROW(balanced_accuracy_interval(Confusion(1), {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
