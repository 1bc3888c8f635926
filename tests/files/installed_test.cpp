#include "msmv/files/installed.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace msmv::files {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "MSMV_TEST_INSTALLED";

class Installed : public ::testing::Test {
 protected:
  void TearDown() override { unsetenv(kVariable); }
};

TEST_F(Installed, IsFoundAboveTheProgram) {
  const auto models = find_installed(kVariable, "models");
  ASSERT_TRUE(models);
  EXPECT_TRUE(fs::equivalent(*models, fs::path(MSMV_SOURCE_DIR) / "models"));
  EXPECT_FALSE(find_installed(kVariable, "models/of_nobody.safetensors"));
}

TEST_F(Installed, IsWhereTheVariableSays) {
  setenv(kVariable, "/of/nobody", 1);
  EXPECT_EQ(find_installed(kVariable, "models"), fs::path("/of/nobody"));
  EXPECT_EQ(find_installed_library(kVariable, "libnone.so"), fs::path("/of/nobody"));
  setenv(kVariable, "", 1);
  EXPECT_NE(find_installed(kVariable, "models"), fs::path(""));
}

TEST_F(Installed, LibrariesAreNoData) {
  EXPECT_FALSE(find_installed_library(kVariable, "models"));
}

}  // namespace
}  // namespace msmv::files
