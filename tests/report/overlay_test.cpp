#include "msmv/report/overlay.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <vector>

namespace msmv::report {
namespace {

Field gray_field(int width, int height) {
  Field field;
  field.image.pixels = cv::Mat(height, width, CV_8UC3, cv::Scalar(200, 200, 200));
  field.um_per_px = 0.42;
  return field;
}

cv::Vec3b at(const RgbImage& image, int x, int y) {
  return image.pixels.at<cv::Vec3b>(y, x);
}

TEST(Overlay, KeepsTheFieldWhereNothingIsDrawnAndAddsAStrip) {
  const Field field = gray_field(2048, 1536);
  const RgbImage drawn = draw_overlay(field, {});
  ASSERT_EQ(drawn.pixels.cols, 2048);
  EXPECT_GT(drawn.pixels.rows, 1536);
  EXPECT_EQ(cv::norm(drawn.pixels.rowRange(0, 1536), field.image.pixels, cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(field.image.pixels, cv::Mat(1536, 2048, CV_8UC3, cv::Scalar::all(200)),
                     cv::NORM_INF),
            0);
}

TEST(Overlay, DrawsNucleiAndWindowsWhereTheyAre) {
  const Field field = gray_field(2048, 1536);
  const std::vector<Nucleus> nuclei = {{{500.5, 300.5}, 80}};
  const std::vector<KeyRegion> regions = {
      {View::rot90, {{1000, 400, 897, 897}, {1200, 600, 400, 400}}, {12, 3}}};
  const RgbImage drawn = draw_overlay(field, {.nuclei = nuclei, .regions = regions});
  EXPECT_EQ(at(drawn, 500, 300), cv::Vec3b(0, 230, 118));
  EXPECT_EQ(at(drawn, 1450, 400 + 896), cv::Vec3b(0, 114, 178));  // lower edge of the coarse one
  EXPECT_EQ(at(drawn, 1400, 600 + 399), cv::Vec3b(230, 159, 0));  // and of the middle one
  EXPECT_EQ(at(drawn, 800, 800), cv::Vec3b(200, 200, 200));
}

TEST(Overlay, TheScaleBarIsAsLongAsItSays) {
  // A sixth of 2048 px is 143 um, so the bar is 100 um, 238 px.
  const RgbImage drawn = draw_overlay(gray_field(2048, 1536), {});
  const int row = 1536 + (drawn.pixels.rows - 1536) / 2;
  int white = 0;
  for (int x = 0; x < 265; ++x) {
    white += at(drawn, x, row) == cv::Vec3b(255, 255, 255) ? 1 : 0;
  }
  EXPECT_NEAR(white, 238, 8);  // the line's ends are round
}

}  // namespace
}  // namespace msmv::report
