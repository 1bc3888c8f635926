#include "msmv/phantom/ducts.h"

#include <gtest/gtest.h>

namespace msmv::phantom {
namespace {

TEST(Duct, IsDeepestAtItsCentre) {
  const Noise bend(1);
  const Duct round{.x = 100,
                   .y = 80,
                   .long_px = 40,
                   .short_px = 40,
                   .cos_angle = 1,
                   .sin_angle = 0,
                   .bend_px = 0,
                   .wall_px = 10,
                   .secretion = 0};
  EXPECT_DOUBLE_EQ(round.depth(100, 80, bend, 0.42), 40);
  EXPECT_DOUBLE_EQ(round.depth(130, 80, bend, 0.42), 10);
  EXPECT_DOUBLE_EQ(round.depth(100, 40, bend, 0.42), 0);
  EXPECT_DOUBLE_EQ(round.depth(160, 80, bend, 0.42), -20);
}

TEST(Ducts, HaveAWallOfEpitheliumAroundALumen) {
  Canvas canvas(200, 160, 0.42);
  const Noise bend(1);
  const Duct duct{.x = 100,
                  .y = 80,
                  .long_px = 50,
                  .short_px = 50,
                  .cos_angle = 1,
                  .sin_angle = 0,
                  .bend_px = 0,
                  .wall_px = 20,
                  .secretion = 0.02F};
  paint_ducts(canvas, {duct}, bend);
  EXPECT_EQ(canvas.ground[canvas.at(100, 80)], Ground::lumen);
  EXPECT_EQ(canvas.ground[canvas.at(140, 80)], Ground::epithelium);  // 10 px deep
  EXPECT_EQ(canvas.ground[canvas.at(155, 80)], Ground::stroma);
  EXPECT_LT(canvas.eosin[canvas.at(100, 80)], 0.05F);
  EXPECT_GT(canvas.eosin[canvas.at(140, 80)], 0.25F);
}

TEST(Ducts, DifferBetweenArrangements) {
  const Canvas canvas(2048, 1536, 0.42);
  const auto lay = [&](Arrangement arrangement) {
    Random random(5);
    return lay_ducts(canvas, random, arrangement);
  };
  const auto solid_share = [](const std::vector<Duct>& ducts) {
    const auto solid =
        std::ranges::count_if(ducts, [](const Duct& duct) { return duct.wall_px > duct.reach(); });
    return static_cast<double>(solid) / static_cast<double>(ducts.size());
  };
  EXPECT_EQ(solid_share(lay(Arrangement::normal)), 0);
  EXPECT_EQ(solid_share(lay(Arrangement::benign)), 0);
  EXPECT_GT(solid_share(lay(Arrangement::in_situ)), 0.1);
  EXPECT_EQ(solid_share(lay(Arrangement::invasive)), 1);
}

}  // namespace
}  // namespace msmv::phantom
