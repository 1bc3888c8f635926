#include "msmv/torch/single_threaded.h"

#include <omp.h>
#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace msmv::libtorch {

void run_single_threaded(std::int64_t count, const std::function<void(std::int64_t)>& job) {
  std::atomic<std::int64_t> next = 0;
  std::exception_ptr fault;
  std::atomic_flag faulty;
  const auto work = [&] {
    at::get_num_threads();  // sets the thread's number of threads when first called: before ours
    omp_set_num_threads(1);
    const torch::NoGradGuard no_grad;
    try {
      for (std::int64_t i = next++; i < count; i = next++) {
        job(i);
      }
    } catch (const std::exception&) {
      next = count;
      if (!faulty.test_and_set()) {
        fault = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    const auto wanted = std::min<std::int64_t>(omp_get_max_threads(), count);
    for (std::int64_t i = 0; i < wanted; ++i) {
      threads.emplace_back(work);
    }
  }
  if (fault) {
    std::rethrow_exception(fault);
  }
}

}  // namespace msmv::libtorch
