#include "msmv/torch/device_queue.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace msmv::libtorch {
namespace {

TEST(DeviceQueue, OfTheProcessorDoesAtOnceWhatItIsTold) {
  const DeviceQueue queue(c10::kCPU);
  bool has_run = false;
  queue.run([&] { has_run = true; });
  EXPECT_TRUE(has_run);
  EXPECT_FALSE(queue.mark());
  queue.wait_for(queue.mark());
  queue.synchronize();
}

TEST(DeviceQueue, OfADeviceWaitsForTheMarksOfOthers) {
  if (!torch::cuda::is_available()) {
    GTEST_SKIP() << "no CUDA device";
  }
  const c10::Device device(c10::kCUDA, 0);
  const DeviceQueue first(device);
  const DeviceQueue second(device);
  torch::Tensor a;
  torch::Tensor b;
  first.run([&] { a = torch::rand({2048, 2048}, device).mm(torch::rand({2048, 2048}, device)); });
  second.wait_for(first.mark());
  second.run([&] { b = a + 1; });
  second.synchronize();
  EXPECT_TRUE(torch::equal(b, a + 1));
}

}  // namespace
}  // namespace msmv::libtorch
