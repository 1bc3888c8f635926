#include "msmv/program/program.h"

#include <gtest/gtest.h>

namespace msmv::program {
namespace {

TEST(Identifier, HasNoDots) {
  EXPECT_EQ(identifier("layer1.0.conv1.weight"), "layer1_0_conv1_weight");
  EXPECT_EQ(identifier("added"), "added");
}

}  // namespace
}  // namespace msmv::program
