#include "msmv/pipeline/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

namespace msmv {
namespace {

TEST(ThreadCount, IsWhatWasAskedForElseWhatTheEnvironmentSays) {
  EXPECT_EQ(thread_count(3), 3);
  setenv("OMP_NUM_THREADS", "5", 1);
  EXPECT_EQ(thread_count(0), 5);
  setenv("OMP_NUM_THREADS", "many", 1);
  EXPECT_GE(thread_count(0), 1);
  unsetenv("OMP_NUM_THREADS");
  EXPECT_GE(thread_count(0), 1);
}

TEST(ForEachOf, DoesEachJobOnce) {
  for (const std::size_t count : {0U, 1U, 7U}) {
    std::vector<std::atomic<int>> done(count);
    for_each_of(count, [&](std::size_t i) { ++done[i]; });
    for (const auto& times : done) {
      EXPECT_EQ(times, 1);
    }
  }
}

TEST(ForEachOf, ThrowsOnWhatAJobThrows) {
  EXPECT_THROW(for_each_of(4, [](std::size_t i) { i == 2 ? throw std::runtime_error("") : 0; }),
               std::runtime_error);
}

TEST(OnThreads, TakesNoMoreThanWereAskedFor) {
  std::atomic<int> working = 0, most = 0;
  on_threads(1, [&] {
    for_each_of(6, [&](std::size_t) {
      const int now = ++working;
      most = std::max(most.load(), now);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      --working;
    });
  });
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace msmv
