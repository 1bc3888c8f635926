#include "msmv/torch/device.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

std::string fault_of_device(const std::string& name, int devices) {
  try {
    torch_device(name, devices);
  } catch (const InputError& fault) {
    return fault.what();
  }
  return "";
}

TEST(TorchDevice, IsTheOneThatIsNamed) {
  EXPECT_EQ(torch_device("cpu").str(), "cpu");
  EXPECT_EQ(torch_device("cuda", 2).str(), "cuda:0");
  EXPECT_EQ(torch_device("cuda:1", 2).str(), "cuda:1");
}

TEST(TorchDevice, IsThatOfLocalRankWithoutANumber) {
  setenv("LOCAL_RANK", "1", 1);
  EXPECT_EQ(torch_device("cuda", 2).str(), "cuda:1");
  EXPECT_EQ(torch_device("cuda:0", 2).str(), "cuda:0");
  EXPECT_EQ(torch_device("cpu", 0).str(), "cpu");
  EXPECT_EQ(fault_of_device("cuda", 1), "device cuda:1 (LOCAL_RANK): the last one here is cuda:0");
  unsetenv("LOCAL_RANK");
}

TEST(TorchDevice, SaysWhichIsMissing) {
  EXPECT_EQ(fault_of_device("cuda", 0), "device cuda: LibTorch finds no CUDA device here");
  EXPECT_EQ(fault_of_device("cuda:3", 2), "device cuda:3: the last one here is cuda:1");
  EXPECT_EQ(fault_of_device("cuda:300", 2), "device cuda:300: the last one here is cuda:1");
  EXPECT_EQ(fault_of_device("tpu", 2), "device \"tpu\": expected cpu, cuda or cuda:N");
}

}  // namespace
}  // namespace msmv::libtorch
