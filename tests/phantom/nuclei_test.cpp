#include "msmv/phantom/nuclei.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace msmv::phantom {
namespace {

Seedling ellipse(double x, double y, double long_px, double short_px) {
  return {.x = x,
          .y = y,
          .long_px = long_px,
          .short_px = short_px,
          .cos_angle = 1,
          .sin_angle = 0,
          .hematoxylin = 1.4F,
          .is_vesicular = false};
}

TEST(PhantomNuclei, AreMeasuredAsTheyArePainted) {
  Canvas canvas(100, 80, 0.42);
  Random random(1);
  const auto nuclei = paint_nuclei(canvas, {ellipse(40.25, 30.5, 12, 9)}, random);
  ASSERT_EQ(nuclei.size(), 1U);
  // The uneven border moves the centre by parts of a pixel, the area by less than a tenth.
  EXPECT_NEAR(nuclei[0].centre.x, 40.25, 0.5);
  EXPECT_NEAR(nuclei[0].centre.y, 30.5, 0.5);
  EXPECT_NEAR(nuclei[0].area_px, std::numbers::pi * 12 * 9, 0.1 * std::numbers::pi * 12 * 9);
  double sum = 0, sum_x = 0;
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const double stained = canvas.hematoxylin[canvas.at(x, y)] > 0.6F ? 1 : 0;
      sum += stained;
      sum_x += stained * (x + 0.5);
    }
  }
  EXPECT_NEAR(sum, nuclei[0].area_px, 0.04 * nuclei[0].area_px);
  EXPECT_NEAR(sum_x / sum, nuclei[0].centre.x, 0.1);
}

TEST(PhantomNuclei, LieOnTheCanvasAndApart) {
  Canvas canvas(900, 700, 0.42);
  Random random(2);
  const auto ducts = lay_ducts(canvas, random, Arrangement::in_situ);
  const Noise bend(9);
  paint_ducts(canvas, ducts, bend);
  const auto seedlings = place_nuclei({canvas, ducts, bend, Arrangement::in_situ, 0}, random);
  ASSERT_GT(seedlings.size(), 100U);
  for (std::size_t i = 0; i < seedlings.size(); ++i) {
    const Seedling& one = seedlings[i];
    EXPECT_TRUE(one.x >= 0 && one.x < 900 && one.y >= 0 && one.y < 700);
    const double length_um = 2 * one.long_px * 0.42, width_um = 2 * one.short_px * 0.42;
    EXPECT_TRUE(length_um >= 4 && length_um <= 13 && width_um >= 3 && width_um <= 13);
    for (std::size_t j = 0; j < i; ++j) {
      // Nothing hides another: no centre lies inside the narrower half of a neighbour.
      const double distance = std::hypot(one.x - seedlings[j].x, one.y - seedlings[j].y);
      const double least = std::min(one.short_px, one.long_px) +
                           std::min(seedlings[j].short_px, seedlings[j].long_px);
      ASSERT_GT(distance, 0.9 * least) << i << ", " << j;
    }
  }
}

TEST(PhantomNuclei, StayOutOfLuminaAndFat) {
  Canvas canvas(900, 700, 0.42);
  Random random(2);
  const auto ducts = lay_ducts(canvas, random, Arrangement::benign);
  const Noise bend(9);
  paint_ducts(canvas, ducts, bend);
  for (const Seedling& one : place_nuclei({canvas, ducts, bend, Arrangement::benign, 0}, random)) {
    const Ground ground =
        canvas.ground[canvas.at(static_cast<int>(one.x), static_cast<int>(one.y))];
    EXPECT_TRUE(ground == Ground::stroma || ground == Ground::epithelium);
  }
}

}  // namespace
}  // namespace msmv::phantom
