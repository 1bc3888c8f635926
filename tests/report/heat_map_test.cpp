#include "msmv/report/heat_map.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "report/small_report.h"

namespace msmv::report {
namespace {

TEST(HeatMap, ShowsEachTileInItsColourOverTheThumbnail) {
  const SlideReport report = testing::small_report();
  const RgbImage picture = draw_heat_map(report, bach_classes(), 0);
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

TEST(HeatMap, ShowsTheMiddleOfTilesThatOverlap) {
  const RgbImage picture = draw_heat_map(testing::small_report(), bach_classes(), 0.5);
  EXPECT_EQ(picture.pixels.at<cv::Vec3b>(90, 40), cv::Vec3b(250, 250, 250));  // 47 px to the edge
  EXPECT_NE(picture.pixels.at<cv::Vec3b>(90, 50), cv::Vec3b(250, 250, 250));
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
