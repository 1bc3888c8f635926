#include "msmv/stain/tissue_mask.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace msmv {
namespace {

RgbImage filled(int side, int level) {
  return {cv::Mat(side, side, CV_8UC3, cv::Scalar::all(level))};
}

int tissue_pixels(const RgbImage& image) {
  return cv::countNonZero(stain::tissue_mask(image));
}

TEST(TissueMask, IsADarkPixelAndThoseWithinTwo) {
  RgbImage image = filled(41, 250);
  image.pixels.at<cv::Vec3b>(20, 20) = {100, 100, 100};
  EXPECT_EQ(tissue_pixels(image), 13);  // the disc of radius 2
  EXPECT_EQ(stain::tissue_mask(image).at<std::uint8_t>(18, 20), 255);
  EXPECT_EQ(stain::tissue_mask(image).at<std::uint8_t>(18, 19), 0);
}

TEST(TissueMask, IsEverythingWhereThereIsNoGlass) {
  RgbImage image = filled(40, 190);  // pale stroma, and a nucleus that Otsu's threshold would part
  cv::circle(image.pixels, {20, 20}, 6, cv::Scalar::all(70), cv::FILLED);
  EXPECT_EQ(tissue_pixels(image), 40 * 40);
}

TEST(TissueMask, IsNothingOnGlassAlone) {
  EXPECT_EQ(tissue_pixels(filled(40, 255)), 0);
  EXPECT_EQ(tissue_pixels(filled(40, 207)), 0);
}

TEST(TissueMask, FillsAHoleFarFromTheOutside) {
  RgbImage image = filled(120, 250);
  cv::rectangle(image.pixels, {20, 20, 80, 80}, cv::Scalar::all(120), cv::FILLED);
  const int solid = tissue_pixels(image);
  cv::rectangle(image.pixels, {50, 50, 20, 20}, cv::Scalar::all(250), cv::FILLED);
  EXPECT_EQ(tissue_pixels(image), solid);
}

TEST(TissueMask, LeapsOverAThinWall) {
  RgbImage image = filled(120, 250);
  cv::rectangle(image.pixels, {20, 20, 80, 80}, cv::Scalar::all(120), cv::FILLED);
  const int solid = tissue_pixels(image);
  // The wall to the left of the hole is 5 pixels, 9 after widening; a hole of 16 x 16 remains.
  cv::rectangle(image.pixels, {25, 50, 20, 20}, cv::Scalar::all(250), cv::FILLED);
  EXPECT_EQ(tissue_pixels(image), solid - 16 * 16);
}

}  // namespace
}  // namespace msmv
