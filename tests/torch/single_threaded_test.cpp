#include "msmv/torch/single_threaded.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <stdexcept>
#include <vector>

namespace msmv::libtorch {
namespace {

TEST(SingleThreaded, RunsEachJobOnceOnAThreadOfItsOwn) {
  std::vector<int> runs(20, 0);
  std::vector<int> threads(20, 0);
  run_single_threaded(20, [&](std::int64_t i) {
    ++runs[static_cast<std::size_t>(i)];
    threads[static_cast<std::size_t>(i)] = omp_get_max_threads();
  });
  EXPECT_EQ(runs, std::vector<int>(20, 1));
  EXPECT_EQ(threads, std::vector<int>(20, 1));
}

TEST(SingleThreaded, LeavesTheCallersThreadsAlone) {
  const int before = omp_get_max_threads();
  run_single_threaded(3, [](std::int64_t) {});
  EXPECT_EQ(omp_get_max_threads(), before);
}

TEST(SingleThreaded, ThrowsOnWhatAJobThrew) {
  EXPECT_THROW(run_single_threaded(5,
                                   [](std::int64_t i) {
                                     if (i == 3) {
                                       throw std::runtime_error("job 3");
                                     }
                                   }),
               std::runtime_error);
}

}  // namespace
}  // namespace msmv::libtorch
