#include "msmv/explain/field_map.h"

#include <gtest/gtest.h>

#include <cmath>

namespace msmv::explain {
namespace {

// One scale, one class: 2 x 2 places with 1 at the top left of the patch.
ScaleMaps top_left() {
  return {{{2, 2, {1, 0, 0, 0}}}};
}

KeyRegion at(std::int64_t x, std::int64_t y, View view) {
  return {.view = view, .windows = {{x, y, 32, 32}}, .nuclei = {1}};
}

TEST(FieldMap, LiesWhereTheWindowLies) {
  const cv::Mat map =
      lay_over({80, 64}, std::vector{at(16, 8, View::raw)}, std::vector<ScaleMaps>{top_left()}, 0);
  ASSERT_EQ(map.size(), cv::Size(20, 16));
  EXPECT_FLOAT_EQ(map.at<float>(2, 4), 1);
  EXPECT_FLOAT_EQ(map.at<float>(9, 11), 0);
  EXPECT_TRUE(std::isnan(map.at<float>(0, 0)));
  EXPECT_TRUE(std::isnan(map.at<float>(2, 12)));
}

// A patch of the view rot180 shows the window's lower right at its top left.
TEST(FieldMap, IsTurnedBack) {
  const cv::Mat turned = lay_over({80, 64}, std::vector{at(16, 8, View::rot180)},
                                  std::vector<ScaleMaps>{top_left()}, 0);
  EXPECT_FLOAT_EQ(turned.at<float>(9, 11), 1);
  EXPECT_FLOAT_EQ(turned.at<float>(2, 4), 0);
  const cv::Mat mirrored = lay_over({80, 64}, std::vector{at(16, 8, View::flip_x)},
                                    std::vector<ScaleMaps>{top_left()}, 0);
  EXPECT_FLOAT_EQ(mirrored.at<float>(2, 11), 1);
}

TEST(FieldMap, IsTheMeanOfWindowsThatLieOverEachOther) {
  const std::vector regions = {at(16, 8, View::raw), at(16, 8, View::rot180)};
  const auto all = lay_over({80, 64}, regions, std::vector{top_left(), top_left()});
  ASSERT_EQ(all.of_class.size(), 1U);
  EXPECT_FLOAT_EQ(all.of_class[0].at<float>(2, 4), 0.5);
  EXPECT_FLOAT_EQ(all.of_class[0].at<float>(9, 11), 0.5);
  EXPECT_FLOAT_EQ(all.top, 0.5);
}

TEST(FieldMap, TellsForFromAgainstByMoreThanColour) {
  cv::Mat map(8, 16, CV_32FC1, 1.0F);
  map.colRange(8, 16) = -1.0F;
  const cv::Mat colours = coloured(map, 1);
  int filled_for = 0, filled_against = 0;
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x) {
      (x < 8 ? filled_for : filled_against) += colours.at<cv::Vec4b>(y, x)[3] > 0 ? 1 : 0;
    }
  }
  EXPECT_EQ(filled_for, 64);
  EXPECT_EQ(filled_against, 24);  // three of eight: hatched
  EXPECT_GT(colours.at<cv::Vec4b>(0, 0)[0], colours.at<cv::Vec4b>(0, 0)[2]);  // red
}

TEST(FieldMap, PictureKeepsTheFieldWhereNothingIsSaid) {
  Field field{.image = {cv::Mat(64, 80, CV_8UC3, cv::Scalar(90, 90, 90))}};
  cv::Mat map(16, 20, CV_32FC1, std::nanf(""));
  map.at<float>(0, 0) = 1;
  const RgbImage picture = draw_explanation(field, map, 1, "Benign");
  EXPECT_EQ(picture.pixels.cols, 40);
  EXPECT_GT(picture.pixels.rows, 32);
  EXPECT_EQ(picture.pixels.at<cv::Vec3b>(20, 20), cv::Vec3b(90, 90, 90));
  EXPECT_GT(picture.pixels.at<cv::Vec3b>(0, 0)[0], 150);
}

}  // namespace
}  // namespace msmv::explain
