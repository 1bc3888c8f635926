#include "msmv/phantom/stroma.h"

#include <gtest/gtest.h>

namespace msmv::phantom {
namespace {

double share_of(const Canvas& canvas, Ground ground) {
  return static_cast<double>(std::ranges::count(canvas.ground, ground)) /
         static_cast<double>(canvas.pixels());
}

TEST(Stroma, IsEosinWithClefts) {
  Canvas canvas(600, 400, 0.42);
  Random random(1);
  paint_stroma(canvas, random);
  double sum = 0;
  int clefts = 0;
  for (std::size_t i = 0; i < canvas.pixels(); ++i) {
    ASSERT_GT(canvas.eosin[i], 0);
    ASSERT_LT(canvas.hematoxylin[i], 0.2F);  // far below any nucleus
    sum += canvas.eosin[i];
    clefts += canvas.eosin[i] < 0.1F ? 1 : 0;
  }
  EXPECT_NEAR(sum / static_cast<double>(canvas.pixels()), 0.45, 0.15);
  EXPECT_GT(clefts, 0);
}

TEST(Fat, IsEmptyAndOnlyWhereItIsAskedFor) {
  Canvas canvas(1024, 768, 0.42);
  Random random(4);
  paint_stroma(canvas, random);
  paint_fat(canvas, random, 0);
  EXPECT_EQ(share_of(canvas, Ground::fat), 0);
  paint_fat(canvas, random, 0.5);
  EXPECT_GT(share_of(canvas, Ground::fat), 0.1);
  EXPECT_LT(share_of(canvas, Ground::fat), 0.9);
  double least = 1;
  for (std::size_t i = 0; i < canvas.pixels(); ++i) {
    least = std::min(least, static_cast<double>(canvas.eosin[i]));
  }
  EXPECT_LT(least, 0.02);
}

}  // namespace
}  // namespace msmv::phantom
