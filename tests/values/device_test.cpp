#include "msmv/values/device.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

TEST(DeviceNamed, IsTheProcessorOrACudaDevice) {
  ASSERT_TRUE(device_named("cpu"));
  EXPECT_FALSE(device_named("cpu")->is_cuda);
  ASSERT_TRUE(device_named("cuda"));
  EXPECT_TRUE(device_named("cuda")->is_cuda);
  EXPECT_FALSE(device_named("cuda")->number);
  EXPECT_EQ(device_named("cuda:0").value_or(Device{}).number, 0);
  EXPECT_EQ(device_named("cuda:17").value_or(Device{}).number, 17);
}

TEST(DeviceNamed, IsNothingForAnyOtherText) {
  for (const char* name : {"", "gpu", "CUDA", "cpu:0", "cuda:", "cuda:-1", "cuda:x", "cuda:1x",
                           "cuda: 1", "cuda:1.5", "cuda:99999999999", "cuda:0,cuda:1"}) {
    EXPECT_FALSE(device_named(name)) << name;
  }
}

}  // namespace
}  // namespace msmv
