#pragma once

#include <torch/types.h>

namespace msmv::libtorch {

// The most that a device does, as LibTorch uses it: 1e9 multiplications and additions a second of a
// product of two square matrices with so many rows, the best of several, each waited for.
double matmul_peak(torch::Device device, torch::ScalarType type, std::int64_t rows);

}  // namespace msmv::libtorch
