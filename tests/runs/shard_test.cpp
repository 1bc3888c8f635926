#include "msmv/runs/shard.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

TEST(Shard, IsNamedByItsPlaceFromOneOn) {
  const auto second = shard_named("2/4");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->index, 1U);
  EXPECT_EQ(second->count, 4U);
}

TEST(Shard, OutsideOfItsCountHasNoName) {
  for (const char* text : {"", "2", "0/4", "5/4", "2/4x", "-1/4", "a/b", "1/0"}) {
    EXPECT_FALSE(shard_named(text)) << text;
  }
}

class SlurmArray : public ::testing::Test {
 protected:
  SlurmArray() { clear(); }
  ~SlurmArray() override { clear(); }

  static void set(const char* task, const char* count, const char* first, const char* step) {
    setenv("SLURM_ARRAY_TASK_ID", task, 1);
    setenv("SLURM_ARRAY_TASK_COUNT", count, 1);
    setenv("SLURM_ARRAY_TASK_MIN", first, 1);
    setenv("SLURM_ARRAY_TASK_STEP", step, 1);
  }
  static void clear() {
    for (const char* name : {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT",
                             "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"}) {
      unsetenv(name);
    }
  }
};

TEST_F(SlurmArray, GivesATaskItsPlace) {
  set("7", "3", "3", "2");  // 3, 5, 7
  EXPECT_EQ(shard_of_slurm().index, 2U);
  EXPECT_EQ(shard_of_slurm().count, 3U);
}

TEST_F(SlurmArray, OfNoOrOneTaskTakesAll) {
  EXPECT_EQ(shard_of_slurm().count, 1U);
  set("3", "1", "3", "1");
  EXPECT_EQ(shard_of_slurm().index, 0U);
  EXPECT_EQ(shard_of_slurm().count, 1U);
}

TEST_F(SlurmArray, WithGapsIsRefused) {
  set("9", "2", "3", "1");  // --array=3,9
  EXPECT_THROW(shard_of_slurm(), InputError);
}

}  // namespace
}  // namespace msmv::runs
