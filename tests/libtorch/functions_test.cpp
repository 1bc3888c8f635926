#include "msmv/libtorch/functions.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::libtorch {
namespace {

using testing::TemporaryFolder;

bool is_libtorch_loaded() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find("/libtorch_cpu.so") != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::string fault_of_loading() {
  try {
    functions();
  } catch (const InputError& fault) {
    return fault.what();
  }
  return "";
}

// Each test is a process of its own, in which nothing has been loaded yet.

TEST(Functions, AreLoadedWhenAskedFor) {
  ASSERT_FALSE(is_libtorch_loaded());
  EXPECT_GE(functions().cuda_devices(), 0);
  EXPECT_EQ(&functions(), &functions());
  EXPECT_TRUE(is_libtorch_loaded());
}

TEST(Functions, SayThatTheLibraryIsMissingAndCanBeLoadedLater) {
  const TemporaryFolder folder;
  setenv("MSMV_TORCH", (folder / "none.so").c_str(), 1);
  const std::string fault = fault_of_loading();
  EXPECT_NE(fault.find("LibTorch is needed"), std::string::npos) << fault;
  EXPECT_NE(fault.find("none.so"), std::string::npos) << fault;
  EXPECT_NE(fault.find("$MSMV_TORCH"), std::string::npos) << fault;
  EXPECT_EQ(fault.find('\n'), std::string::npos) << fault;
  unsetenv("MSMV_TORCH");
  EXPECT_EQ(fault_of_loading(), "");
}

TEST(Functions, SayThatALibraryIsNotTheirs) {
  setenv("MSMV_TORCH", "libm.so.6", 1);
  EXPECT_EQ(fault_of_loading(), "libm.so.6: is no libmsmv_torch.so of msmv's");
}

TEST(Path, IsBesideTheProgramOrAsTheEnvironmentSays) {
  EXPECT_TRUE(path().is_absolute()) << path();
  EXPECT_EQ(path().filename(), "libmsmv_torch.so");
  setenv("MSMV_TORCH", "/elsewhere.so", 1);
  EXPECT_EQ(path(), "/elsewhere.so");
}

}  // namespace
}  // namespace msmv::libtorch
