#include "msmv/benchmark/device_speed.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "msmv/libtorch/functions.h"
#include "network/fake_network.h"

namespace msmv::benchmark {
namespace {

// A device that takes 20 ms for a batch.
TEST(DeviceSpeed, RepeatsThePatchesUntilTheyFillTheDevice) {
  std::vector<std::size_t> samples;
  const testing::FakeNetwork network(
      [&samples](const PatchBatch& batch) {
        EXPECT_EQ(batch.pixels.size(), batch.samples * batch.scales * batch.bytes_per_patch());
        samples.push_back(batch.samples);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return Encodings{};
      },
      {}, {}, 64);
  const PatchBatch patches{
      .samples = 2, .scales = 5, .side_px = 1, .pixels = std::vector<std::uint8_t>(30)};
  const DeviceSpeed speed = time_on_device(network, patches, 2, 3e9);
  // 7 times 10 patches are 64 or more; once to warm up.
  EXPECT_EQ(samples, (std::vector<std::size_t>{14, 14, 14}));
  EXPECT_GE(speed.ms_per_patch, 40.0 / 140);
  EXPECT_LT(speed.ms_per_patch, 10);
  EXPECT_NEAR(speed.giga_operations_s * speed.ms_per_patch, 3e3, 1e-6);
}

TEST(DeviceSpeed, HasAPeakToBeComparedWith) {
  EXPECT_GT(libtorch::functions().matmul_peak({}, 256), 0);
}

}  // namespace
}  // namespace msmv::benchmark
