#include "msmv/runs/clock_text.h"

#include <gtest/gtest.h>

namespace msmv::runs {
namespace {

TEST(ClockText, HasHoursWhereThereAreAny) {
  EXPECT_EQ(clock_text(7.4), "0:07");
  EXPECT_EQ(clock_text(754), "12:34");
  EXPECT_EQ(clock_text(3599.6), "1:00:00");
  EXPECT_EQ(clock_text(12301), "3:25:01");
}

}  // namespace
}  // namespace msmv::runs
