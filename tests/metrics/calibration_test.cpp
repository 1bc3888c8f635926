#include "msmv/metrics/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace msmv::metrics {
namespace {

// Two at 0.95, both right: |2 - 1.9|. Two at 0.65, one right: |1 - 1.3|. Together 0.4 of 4 cases.
TEST(Calibration, ErrorIsTheMeanGapBetweenConfidenceAndShareRight) {
  const auto bins = reliability(std::vector{0.95, 0.65, 0.95, 0.65}, {true, true, true, false}, 10);
  EXPECT_EQ(bins[9].cases, 2U);
  EXPECT_EQ(bins[9].right, 2U);
  EXPECT_DOUBLE_EQ(bins[6].mean_confidence, 0.65);
  EXPECT_NEAR(expected_calibration_error(bins), 0.1, 1e-12);
}

TEST(Calibration, ABinTakesItsUpperEndAndTheFirstTakesZero) {
  const auto bins = reliability(std::vector{0.0, 0.5, 1.0}, {false, true, true}, 2);
  EXPECT_EQ(bins[0].cases, 2U);
  EXPECT_EQ(bins[1].cases, 1U);
  EXPECT_DOUBLE_EQ(bins[0].high, 0.5);
}

TEST(Calibration, RefusesWhatIsNoConfidence) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(reliability(std::vector{1.1}, {true}, 2), std::invalid_argument);
  EXPECT_THROW(reliability(std::vector{nan}, {true}, 2), std::invalid_argument);
  EXPECT_THROW(reliability(std::vector{0.5}, {}, 2), std::invalid_argument);
  EXPECT_THROW(reliability(std::vector{0.5}, {true}, 0), std::invalid_argument);
}

TEST(Temperature, AScoreOfZeroStaysFinite) {
  EXPECT_TRUE(std::isfinite(negative_log_likelihood(std::vector<ClassScores>{{1.0F, 0.0F}},
                                                    std::vector<std::size_t>{1}, 1)));
}

// Always 0.9 sure and right in 8 of 10: best is the temperature that turns 0.9 into 0.8,
// log(0.9 / 0.1) / log(0.8 / 0.2) = 1.58496.
TEST(Temperature, FitMakesConfidenceTheShareRight) {
  const std::vector<ClassScores> scores(10, {0.9F, 0.1F});
  const std::vector<std::size_t> truth = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
  EXPECT_NEAR(fit_temperature(scores, truth), std::log(9.0) / std::log(4.0), 1e-4);
}

// All right: the sharper the better, until the loss is below rounding.
TEST(Temperature, FitStaysInsideItsLimits) {
  const std::vector<ClassScores> scores(3, {0.9F, 0.1F});
  EXPECT_LT(fit_temperature(scores, std::vector<std::size_t>{0, 0, 0}), 0.1);
  EXPECT_GE(fit_temperature(scores, std::vector<std::size_t>{0, 0, 0}), 0.05);
  EXPECT_NEAR(fit_temperature(scores, std::vector<std::size_t>{1, 1, 1}), 20, 1e-3);
  EXPECT_THROW(fit_temperature({}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
