#include "msmv/torch/matmul_peak.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <chrono>

namespace msmv::libtorch {
namespace {

// No processor does 1e16 operations a second; and the runs that are timed can't have taken longer
// than all of it.
TEST(MatmulPeak, IsWhatTheProductTakes) {
  const auto start = std::chrono::steady_clock::now();
  const double peak = matmul_peak(torch::kCPU, torch::kFloat32, 256);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_GT(peak, 6 * 2e-9 * 256 * 256 * 256 / took.count());
  EXPECT_LT(peak, 1e7);
  EXPECT_GT(matmul_peak(torch::kCPU, torch::kBFloat16, 64), 0);
}

}  // namespace
}  // namespace msmv::libtorch
