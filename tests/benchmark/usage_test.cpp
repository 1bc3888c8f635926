#include "msmv/benchmark/usage.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace msmv::benchmark {
namespace {

// Some work that no compiler leaves out.
void work_for(double seconds) {
  volatile double sum = 0;
  for (const double begin = thread_cpu_seconds(); thread_cpu_seconds() - begin < seconds;) {
    sum = sum + 1;
  }
}

TEST(Usage, TellsAThreadsTimeFromThatOfAll) {
  const double own = thread_cpu_seconds(), all = cpu_seconds();
  std::thread([] { work_for(0.2); }).join();
  EXPECT_LT(thread_cpu_seconds() - own, 0.1);
  EXPECT_GT(cpu_seconds() - all, 0.19);
}

TEST(Usage, ForgetsAnEarlierPeakOfMemory) {
  constexpr std::size_t kBytes = 200'000'000;
  {
    const std::string much(kBytes, 'x');
    EXPECT_GT(peak_memory_bytes(), kBytes) << much.size();
  }
  const auto before = peak_memory_bytes();
  reset_peak_memory();
  EXPECT_LT(peak_memory_bytes() + kBytes / 2, before);
}

}  // namespace
}  // namespace msmv::benchmark
