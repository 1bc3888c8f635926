#pragma once

#include <torch/types.h>

#include <chrono>
#include <functional>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace msmv::libtorch {

// Makes a tensor on this process's CUDA device the sum of everybody's.
using NcclSum = std::function<void(torch::Tensor& tensor)>;

// Between the devices of `size` processes that meet at the store. To be called by all. What it
// gives throws when another process doesn't come or stops in between, after `patience` at the
// latest. Empty where LibTorch was built without NCCL.
NcclSum nccl_sum(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size,
                 std::chrono::milliseconds patience);

}  // namespace msmv::libtorch
