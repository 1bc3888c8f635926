#include "msmv/training/schedule.h"

#include <gtest/gtest.h>

namespace msmv::training {
namespace {

TEST(Schedule, PaperFallsTenfoldAfterThirtyAndFortyEpochsAndStays) {
  const Config paper;
  EXPECT_DOUBLE_EQ(learning_rate(paper, 0), 0.01);
  EXPECT_DOUBLE_EQ(learning_rate(paper, 29.99), 0.01);
  EXPECT_DOUBLE_EQ(learning_rate(paper, 30), 0.001);
  EXPECT_DOUBLE_EQ(learning_rate(paper, 40), 0.0001);
  EXPECT_DOUBLE_EQ(learning_rate(paper, 74), 0.0001);
}

TEST(Schedule, CosineFallsFromTheTopThroughTheMiddleToTheFloor) {
  Config config{.epochs = 12, .learning_rate = 1, .schedule = Schedule::cosine};
  config.warmup_epochs = 2;
  config.least_learning_rate = 0.2;
  EXPECT_DOUBLE_EQ(learning_rate(config, 2), 1);
  EXPECT_DOUBLE_EQ(learning_rate(config, 7), 0.6);  // half of the way: (1 + 0.2) / 2
  EXPECT_DOUBLE_EQ(learning_rate(config, 12), 0.2);
}

TEST(Schedule, WarmUpRisesFromZeroInAStraightLine) {
  Config config{.learning_rate = 0.4};
  config.warmup_epochs = 4;
  EXPECT_DOUBLE_EQ(learning_rate(config, 0), 0);
  EXPECT_DOUBLE_EQ(learning_rate(config, 1), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate(config, 4), 0.4);
}

}  // namespace
}  // namespace msmv::training
