#include "msmv/runs/assumed_size.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace msmv::runs {
namespace {

TEST(AssumedSizeOfPictures, IsSaidOnceAndOnlyWhereItIsAssumed) {
  std::vector<std::string> said;
  const Watch watch{.say = [&](const std::string& line) { said.push_back(line); }};
  AssumedSize size({.assumed_um_per_px = 0.5});
  size.look_at("a.png", PixelSizeSource::file, watch);
  size.look_at("b.png", PixelSizeSource::given, watch);
  EXPECT_TRUE(said.empty());
  size.look_at("c.png", PixelSizeSource::assumed, watch);
  size.look_at("d.png", PixelSizeSource::assumed, watch);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0], "c.png: has no pixel size; taken as 0.5 um (--mpp gives one; said once)");
}

}  // namespace
}  // namespace msmv::runs
