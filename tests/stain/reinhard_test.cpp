#include "msmv/stain/reinhard.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "stain/he_image.h"

namespace msmv {
namespace {

const cv::Mat kEverywhere(10, 10, CV_8UC1, cv::Scalar(255));

// The upper half of one colour, the lower of another.
RgbImage halves(const cv::Scalar& upper, const cv::Scalar& lower) {
  RgbImage image{cv::Mat(10, 10, CV_8UC3, upper)};
  image.pixels.rowRange(5, 10) = lower;
  return image;
}

TEST(Reinhard, MeasuresInCieLab) {
  // Pure red and pure blue: 53.24, 80.09, 67.20 and 32.30, 79.19, -107.86 (as scikit-image 0.20
  // and every table of sRGB under D65 have it).
  const auto look = stain::find_lab_look(halves({255, 0, 0}, {0, 0, 255}), kEverywhere);
  ASSERT_TRUE(look.has_value());
  EXPECT_NEAR(look->mean[0], (53.24 + 32.30) / 2, 0.02);
  EXPECT_NEAR(look->mean[1], (80.09 + 79.19) / 2, 0.02);
  EXPECT_NEAR(look->mean[2], (67.20 - 107.86) / 2, 0.02);
  EXPECT_NEAR(look->deviation[0], (53.24 - 32.30) / 2, 0.02);
  EXPECT_NEAR(look->deviation[2], (67.20 + 107.86) / 2, 0.02);
}

TEST(Reinhard, MeasuresTissueAlone) {
  RgbImage image = halves({0, 0, 0}, {255, 255, 255});
  image.pixels.row(9) = cv::Scalar(255, 0, 0);
  cv::Mat tissue = kEverywhere.clone();
  tissue.row(9) = 0;
  const auto look = stain::find_lab_look(image, tissue);
  ASSERT_TRUE(look.has_value());
  EXPECT_NEAR(look->mean[0], 100 * 4 / 9.0, 0.01);  // four white rows of nine
  EXPECT_NEAR(look->mean[1], 0, 0.02);
}

TEST(Reinhard, DoesNotJudgeOneBrightnessOrNoTissue) {
  EXPECT_FALSE(stain::find_lab_look(halves({90, 20, 99}, {90, 20, 99}), kEverywhere));
  EXPECT_FALSE(
      stain::find_lab_look(halves({0, 0, 0}, {255, 255, 255}), cv::Mat::zeros(10, 10, CV_8UC1)));
}

TEST(Reinhard, RecoloursOneLookIntoItself) {
  const RgbImage image = testing::he_image({64, 64}, {}, 2, 1.2);
  const cv::Mat tissue(64, 64, CV_8UC1, cv::Scalar(255));
  const auto look = stain::find_lab_look(image, tissue);
  ASSERT_TRUE(look.has_value());
  const RgbImage same = stain::apply(stain::recolouring(*look, *look), image, tissue);
  EXPECT_LE(testing::largest_difference(same, image), 1);
}

TEST(Reinhard, GivesTheTissueTheOtherLook) {
  const RgbImage image = testing::he_image({64, 64}, {}, 1, 0.7);
  const cv::Mat tissue(64, 64, CV_8UC1, cv::Scalar(255));
  const stain::LabLook wanted{.mean = {60, 20, -15}, .deviation = {8, 5, 4}};
  const auto look = stain::find_lab_look(image, tissue);
  const auto recoloured = stain::apply(stain::recolouring(look.value(), wanted), image, tissue);
  const auto found = stain::find_lab_look(recoloured, tissue);
  ASSERT_TRUE(found.has_value());
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(found->mean[c], wanted.mean[c], 0.1);  // eight bits round
    EXPECT_NEAR(found->deviation[c], wanted.deviation[c], 0.1);
  }
}

TEST(Reinhard, LeavesGlassAlone) {
  const RgbImage image = halves({100, 50, 120}, {180, 90, 160});
  cv::Mat tissue = kEverywhere.clone();
  tissue.col(3) = 0;
  const auto look = stain::find_lab_look(image, tissue);
  const stain::LabLook other{.mean = {40, 10, 10}, .deviation = {20, 4, 4}};
  const auto recoloured = stain::apply(stain::recolouring(look.value(), other), image, tissue);
  EXPECT_EQ(recoloured.pixels.at<cv::Vec3b>(7, 3), image.pixels.at<cv::Vec3b>(7, 3));
  EXPECT_NE(recoloured.pixels.at<cv::Vec3b>(7, 4), image.pixels.at<cv::Vec3b>(7, 4));
}

}  // namespace
}  // namespace msmv
