#include "msmv/engine/runtime.h"

#include <gtest/gtest.h>

#include <regex>

namespace msmv::engine {
namespace {

TEST(Runtime, HasItsNameAndVersionOrIsMissing) {
  EXPECT_TRUE(std::regex_match(runtime(), std::regex(R"((OpenVINO \d+\.\d+\.\d+)?)"))) << runtime();
}

}  // namespace
}  // namespace msmv::engine
