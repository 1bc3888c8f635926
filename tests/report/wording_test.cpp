#include "msmv/report/wording.h"

#include <gtest/gtest.h>

namespace msmv::report {
namespace {

TEST(Wording, AnAccuracyIsNeverSaidWithoutItsCountAndInterval) {
  EXPECT_EQ(accuracy_text(48, 50), "48 of 50 right: 96.0 % (95 % interval 86.5 to 98.9 %)");
}

TEST(Wording, WhatIsUndefinedIsADash) {
  EXPECT_EQ(percent(std::optional<double>()), "-");
  EXPECT_EQ(percent(0.9999), "100.0 %");
}

TEST(Wording, FailuresAreSaid) {
  EXPECT_EQ(unanswered_text(0, 0), "");
  EXPECT_EQ(unanswered_text(2, 0), "; 2 failed, counted as wrong");
  EXPECT_EQ(unanswered_text(2, 2), "; 2 unfit, counted as wrong");
  EXPECT_EQ(unanswered_text(5, 3), "; 3 unfit and 2 failed, counted as wrong");
}

TEST(Wording, AnIntervalWithoutWidthIsUnknown) {
  EXPECT_EQ(interval_text({0.75, 0.75}), "unknown: so few images give it no width");
  EXPECT_EQ(interval_text({0.5, 0.75}), "50.0 to 75.0 %");
}

}  // namespace
}  // namespace msmv::report
