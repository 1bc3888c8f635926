#include "msmv/doctor/gpu.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace msmv::doctor {
namespace {

TEST(CudaDevices, AreNotMoreThanTheSystemHas) {
  int in_system = 0;
  while (std::filesystem::exists("/dev/nvidia" + std::to_string(in_system))) {
    ++in_system;
  }
  EXPECT_GE(cuda_devices(), 0);
  EXPECT_LE(cuda_devices(), in_system);
}

}  // namespace
}  // namespace msmv::doctor
