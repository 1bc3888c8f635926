#include "msmv/report/heat_map.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "report/small_report.h"

namespace msmv::report {
namespace {

TEST(HeatMap, ShowsEachTileInItsColourOverTheThumbnail) {
  const SlideReport report = testing::small_report();
  const RgbImage picture = draw_heat_map(report, bach_classes());
  ASSERT_GE(picture.pixels.cols, 1000);  // the key has room
  ASSERT_GT(picture.pixels.rows, 200);   // and lies below
  // 0.2 + 0.45 * 0.6 of vermilion over 250.
  const auto invasive = picture.pixels.at<cv::Vec3b>(90, 90);
  EXPECT_NEAR(invasive[0], 0.53 * 250 + 0.47 * 213, 1);
  EXPECT_NEAR(invasive[2], 0.53 * 250, 1);
  const auto normal = picture.pixels.at<cv::Vec3b>(90, 280);
  EXPECT_NEAR(normal[0], 250 * (1 - 0.515), 1);
  EXPECT_EQ(picture.pixels.at<cv::Vec3b>(195, 90), cv::Vec3b(250, 250, 250));
  EXPECT_EQ(report.plan.thumbnail.pixels.at<cv::Vec3b>(90, 90), cv::Vec3b(250, 250, 250));
}

// Tiles of 100 px in a row and in a column, each half over its neighbour; the last column was moved
// inside the slide.
TEST(HeatMap, GivesAPixelToTheTileWhoseCentreIsNearest) {
  SlideReport report = testing::small_report();
  const TileResult invasive = report.tiles[0], normal = report.tiles[1];
  report.tiles.clear();
  for (const std::int64_t y : {10, 60}) {
    for (const std::int64_t x : {10, 60, 90}) {
      report.tiles.push_back(x == 60 ? normal : invasive);
      report.tiles.back().tile.at = {x, y, 100, 100};
    }
  }
  report.tiles[4].unfit = "blurred";
  const cv::Mat picture = draw_heat_map(report, bach_classes()).pixels;
  const auto at = [&](int x, int y) { return picture.at<cv::Vec3b>(y, x); };
  const cv::Vec3b glass(250, 250, 250);
  const cv::Vec3b red = at(30, 30), green = at(100, 60);
  EXPECT_NE(red, glass);
  EXPECT_NE(green, glass);
  EXPECT_NE(red, green);
  // Outermost tiles are painted out to their edges, with no other's colours.
  for (const auto& [x, y] : {std::pair(10, 10), {84, 10}, {10, 159}, {125, 159}, {189, 159}}) {
    EXPECT_EQ(at(x, y), red) << x << ", " << y;
  }
  EXPECT_EQ(at(9, 60), glass);
  EXPECT_EQ(at(190, 60), glass);
  EXPECT_EQ(at(60, 9), glass);
  EXPECT_EQ(at(60, 160), glass);
  // The lines between them lie half way between centres: 60, 110 and 140 across; 60 and 110 down.
  EXPECT_EQ(at(84, 10), red);
  EXPECT_EQ(at(85, 10), green);
  EXPECT_EQ(at(124, 10), green);
  EXPECT_EQ(at(125, 10), red);
  EXPECT_EQ(at(100, 84), green);
  EXPECT_EQ(at(100, 85), glass);  // that of the tile that is unfit: gray
}

TEST(TissueMaskPicture, TellsTissueFromPen) {
  SlidePlan plan = testing::small_report().plan;
  plan.tissue(cv::Rect(0, 0, 50, 50)) = 0;
  plan.pen(cv::Rect(0, 0, 10, 10)) = 255;
  const RgbImage mask = draw_tissue_mask(plan);
  EXPECT_EQ(mask.pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(128, 128, 128));
  EXPECT_EQ(mask.pixels.at<cv::Vec3b>(20, 20), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(mask.pixels.at<cv::Vec3b>(20, 80), cv::Vec3b(255, 255, 255));
}

}  // namespace
}  // namespace msmv::report
