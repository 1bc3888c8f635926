#pragma once

#include <cstdint>
#include <functional>

namespace msmv::libtorch {

// Runs job(0) to job(count - 1), without gradients, each on one thread from end to end: what
// LibTorch, oneDNN and OpenBLAS would split over threads stays whole within a job, so that sums
// are taken in one order. Jobs run beside each other on as many threads as OpenMP would take
// (OMP_NUM_THREADS). The first exception stops what has not begun and is thrown on.
void run_single_threaded(std::int64_t count, const std::function<void(std::int64_t)>& job);

}  // namespace msmv::libtorch
