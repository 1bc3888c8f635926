#include "msmv/classify/device_speed.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "classify/random_model.h"
#include "msmv/libtorch/functions.h"

namespace msmv {
namespace {

// A device that takes 20 ms for a batch, at which it begins when it is handed over.
TEST(DeviceSpeed, CountsFromTheFirstBatchToTheLastOnesEncodings) {
  Model model;
  std::string order;
  model.submit = [&order](const PatchBatch&) -> Collect {
    order += '(';
    const auto ready = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
    return [&order, ready] {
      std::this_thread::sleep_until(ready);
      order += ')';
      return Encodings{};
    };
  };
  const PatchBatch patches{.samples = 2, .scales = 5, .side_px = 1};
  const DeviceSpeed speed = time_on_device(model, patches, 4, 3e9);
  EXPECT_EQ(order, "()(()()())");  // one to warm up, then the next before each is collected
  // Two at a time: 4 batches of 10 patches in 40 ms or more.
  EXPECT_GE(speed.ms_per_patch, 1);
  EXPECT_LT(speed.ms_per_patch, 100);
  EXPECT_NEAR(speed.giga_operations_s * speed.ms_per_patch, 3e3, 1e-6);
}

// What is measured on a CUDA device, here by the processor as its own device.
TEST(DeviceSpeed, MeasuresTheDevicesEncodersAndItsPeak) {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.patches.side_px = 32;
  const ModelFile file = testing::random_model(config, 3);
  Model model;
  model.submit = libtorch::functions().device_encoder(config.pfenet, 1, file.weights, {});
  const PatchBatch patches{
      .samples = 2, .scales = 1, .side_px = 32, .pixels = std::vector<std::uint8_t>(2 * 3072, 90)};
  const DeviceSpeed speed = time_on_device(model, patches, 2, 1e8);
  EXPECT_GT(speed.ms_per_patch, 0);
  EXPECT_GT(speed.giga_operations_s, 0);
  EXPECT_GT(libtorch::functions().matmul_peak({}, 256), 0);
}

}  // namespace
}  // namespace msmv
