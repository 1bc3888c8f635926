#include "msmv/krem/window_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace msmv {
namespace {

using krem::WindowGrid;

// Windows of 4 with step 2 in 9 x 6: starts 0, 2, 4 across (6 would end at 10) and 0, 2 down.
TEST(WindowCounts, TheGridKeepsInsideTheArea) {
  const WindowGrid grid{{10, 20, 9, 6}, 4, 2};
  EXPECT_EQ(grid.columns(), 3);
  EXPECT_EQ(grid.rows(), 2);
  EXPECT_EQ(grid.window(0), (PixelRect{10, 20, 4, 4}));
  EXPECT_EQ(grid.window(5), (PixelRect{14, 22, 4, 4}));
}

TEST(WindowCounts, ACentreIsInEachWindowOverItsPixel) {
  const WindowGrid grid{{10, 20, 9, 6}, 4, 2};
  // x 13.9 is pixel 3 of the area: windows 0..3 and 2..5; x 14 is pixel 4: windows 2..5 and 4..7.
  EXPECT_EQ(krem::count(grid, std::vector<Point>{{13.9, 20.5}}), (std::vector{1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(krem::count(grid, std::vector<Point>{{14.0, 22.5}}), (std::vector{0, 1, 1, 0, 1, 1}));
  // Pixel 8 of the area lies behind the last window, and these outside the area.
  EXPECT_EQ(krem::count(grid, std::vector<Point>{{18.5, 22.5}, {9.9, 20}, {10, 19.9}, {12, 26}}),
            (std::vector{0, 0, 0, 0, 0, 0}));
}

TEST(WindowCounts, EqualDirectCounting) {
  std::mt19937_64 chance(3);
  std::uniform_real_distribution<double> anywhere(-20, 220);
  for (const WindowGrid& grid :
       {WindowGrid{{0, 0, 200, 150}, 37, 5}, WindowGrid{{3, 9, 80, 80}, 80, 7},
        WindowGrid{{11, 0, 100, 130}, 10, 25}}) {
    std::vector<Point> centres(500);
    for (Point& centre : centres) {
      centre = {anywhere(chance), anywhere(chance)};
    }
    const auto counts = krem::count(grid, centres);
    ASSERT_EQ(counts.size(), static_cast<std::size_t>(grid.columns() * grid.rows()));
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const PixelRect window = grid.window(i);
      const auto holds = [&](const Point& p) {
        return p.x >= static_cast<double>(window.x) && p.y >= static_cast<double>(window.y) &&
               p.x < static_cast<double>(window.x + window.width) &&
               p.y < static_cast<double>(window.y + window.height);
      };
      EXPECT_EQ(counts[i], std::ranges::count_if(centres, holds)) << i;
    }
  }
}

TEST(WindowCounts, RefusesAWindowThatDoesNotFit) {
  EXPECT_THROW(krem::count({{0, 0, 10, 10}, 11, 1}, {}), std::invalid_argument);
  EXPECT_THROW(krem::count({{0, 0, 10, 10}, 5, 0}, {}), std::invalid_argument);
  EXPECT_THROW(krem::count({{0, 0, 10, 10}, 0, 1}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv
