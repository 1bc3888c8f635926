#include "msmv/engine/arena.h"

#include <gtest/gtest.h>

#include <random>

namespace msmv::engine {
namespace {

TEST(Arena, BuffersThatFollowEachOtherShareTheirPlace) {
  const std::vector<Lifetime> buffers = {{.bytes = 128, .first_step = 0, .last_step = 1},
                                         {.bytes = 128, .first_step = 2, .last_step = 3}};
  EXPECT_EQ(plan_arena(buffers).bytes, 128U);
}

TEST(Arena, ABufferReadInTheStepThatWritesAnotherKeepsItsPlace) {
  const std::vector<Lifetime> buffers = {{.bytes = 128, .first_step = 0, .last_step = 1},
                                         {.bytes = 128, .first_step = 1, .last_step = 2}};
  EXPECT_EQ(plan_arena(buffers).bytes, 256U);
}

TEST(Arena, ASmallBufferFillsTheGapThatADeadOneLeft) {
  const std::vector<Lifetime> buffers = {{.bytes = 640, .first_step = 0, .last_step = 0},
                                         {.bytes = 512, .first_step = 0, .last_step = 2},
                                         {.bytes = 64, .first_step = 1, .last_step = 2}};
  const ArenaPlan plan = plan_arena(buffers);
  EXPECT_EQ(plan.offsets, (std::vector<std::size_t>{0, 640, 0}));
  EXPECT_EQ(plan.bytes, 1152U);
}

TEST(Arena, NoTwoLivingBuffersOverlapWhateverTheirSizes) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<Lifetime> buffers(30);
    for (Lifetime& buffer : buffers) {
      buffer.bytes = random() % 1000;
      buffer.first_step = random() % 20;
      buffer.last_step = buffer.first_step + random() % 5;
    }
    const ArenaPlan plan = plan_arena(buffers);
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      EXPECT_EQ(plan.offsets[i] % kArenaAlignment, 0U);
      EXPECT_LE(plan.offsets[i] + buffers[i].bytes, plan.bytes);
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart_in_time = buffers[i].last_step < buffers[j].first_step ||
                                   buffers[j].last_step < buffers[i].first_step;
        const bool apart_in_space = plan.offsets[i] + buffers[i].bytes <= plan.offsets[j] ||
                                    plan.offsets[j] + buffers[j].bytes <= plan.offsets[i];
        EXPECT_TRUE(apart_in_time || apart_in_space) << "buffers " << i << " and " << j;
      }
    }
  }
}

}  // namespace
}  // namespace msmv::engine
