#include "msmv/metrics/mcnemar.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::metrics {
namespace {

std::vector<bool> runs(int right, int wrong, bool first) {
  std::vector<bool> cases(static_cast<std::size_t>(right), first);
  cases.insert(cases.end(), static_cast<std::size_t>(wrong), !first);
  return cases;
}

// One against seven: 2 * (1 + 8) / 2^8.
TEST(McNemar, IsTheBinomialTailOfTheSplitCases) {
  const Comparison result = mcnemar(runs(1, 7, true), runs(1, 7, false));
  EXPECT_EQ(result.only_first_right, 1);
  EXPECT_EQ(result.only_second_right, 7);
  EXPECT_NEAR(result.p_value, 18.0 / 256, 1e-12);
}

TEST(McNemar, CasesThatBothGetRightOrWrongDoNotCount) {
  std::vector<bool> first = runs(1, 7, true), second = runs(1, 7, false);
  for (int i = 0; i < 100; ++i) {
    first.push_back(i < 90);
    second.push_back(i < 90);
  }
  const Comparison result = mcnemar(first, second);
  EXPECT_EQ(result.both_right, 90);
  EXPECT_EQ(result.both_wrong, 10);
  EXPECT_NEAR(result.p_value, 18.0 / 256, 1e-12);
}

TEST(McNemar, EvenSplitsAndNoSplitsSayNothing) {
  EXPECT_EQ(mcnemar({true, false}, {false, true}).p_value, 1);
  EXPECT_EQ(mcnemar({true, true}, {true, true}).p_value, 1);
}

// 2000 split cases, 900 against 1100: the normal approximation with continuity correction gives
// z = 199 / sqrt(2000) = 4.4498, p = 8.6e-6; plain powers of 1/2 would underflow.
TEST(McNemar, HoldsForManyCases) {
  EXPECT_NEAR(mcnemar(runs(900, 1100, true), runs(900, 1100, false)).p_value, 8.6e-6, 0.3e-6);
}

TEST(McNemar, RefusesDifferentCases) {
  EXPECT_THROW(mcnemar({true}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
