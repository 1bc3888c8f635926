#include "msmv/torch/nccl.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <torch/csrc/distributed/c10d/HashStore.hpp>

#include "msmv/torch/device.h"

namespace msmv::libtorch {
namespace {

// One process is all that one device can play; what several do together is seen by the group's
// tests, with Gloo.
TEST(NcclSum, OfOneProcessIsWhatItHas) {
  if (cuda_devices() == 0) {
    GTEST_SKIP() << "no CUDA device";
  }
  const auto sum =
      nccl_sum(c10::make_intrusive<c10d::HashStore>(), 0, 1, std::chrono::milliseconds(60'000));
  if (!sum) {
    GTEST_SKIP() << "LibTorch was built without NCCL";
  }
  auto tensor = torch::full({5}, 2.5F, torch::kCUDA);
  sum(tensor);
  EXPECT_TRUE(torch::equal(tensor.cpu(), torch::full({5}, 2.5F)));
}

#ifndef USE_C10D_NCCL
TEST(NcclSum, IsNotThereWhereLibTorchHasNoNccl) {
  EXPECT_FALSE(
      nccl_sum(c10::make_intrusive<c10d::HashStore>(), 0, 1, std::chrono::milliseconds(1)));
}
#endif

}  // namespace
}  // namespace msmv::libtorch
