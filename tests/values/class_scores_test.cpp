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

}  // namespace
}  // namespace msmv
