#include "msmv/torch/nccl.h"

// LibTorch's own targets define it where it has NCCL.
#ifdef USE_C10D_NCCL

#include <cstdlib>
#include <thread>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace msmv::libtorch {
namespace {

using c10d::ProcessGroupNCCL;

// LibTorch 2 asks to be told that a group comes to its end; 1.13 doesn't.
template <class Processes>
void leave(Processes& processes) {
  if constexpr (requires { processes.shutdown(); }) {
    processes.shutdown();
  }
}

struct Devices {
  c10::intrusive_ptr<ProcessGroupNCCL> processes;

  explicit Devices(c10::intrusive_ptr<ProcessGroupNCCL> made) : processes(std::move(made)) {}
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;
  ~Devices() {
    try {
      leave(*processes);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the others are gone already
    }
  }
};

}  // namespace

NcclSum nccl_sum(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size,
                 std::chrono::milliseconds patience) {
  // Waiting throws when time runs out or a device reports a fault; otherwise LibTorch would end
  // this process by a signal. The first name is LibTorch 2's.
  setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);
  setenv("NCCL_BLOCKING_WAIT", "1", 0);
  const auto options = ProcessGroupNCCL::Options::create();
  options->timeout = patience;
  const auto devices =
      std::make_shared<Devices>(c10::make_intrusive<ProcessGroupNCCL>(store, rank, size, options));
  return [devices](torch::Tensor& tensor) {
    std::vector<torch::Tensor> message = {tensor};
    const auto work = devices->processes->allreduce(message);
    // wait() looks every ten milliseconds; most sums are done sooner.
    for (int i = 0; i < 1000 && !work->isCompleted(); ++i) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
    work->wait();
  };
}

}  // namespace msmv::libtorch

#else

namespace msmv::libtorch {

NcclSum nccl_sum(const c10::intrusive_ptr<c10d::Store>&, int, int, std::chrono::milliseconds) {
  return {};
}

}  // namespace msmv::libtorch

#endif
