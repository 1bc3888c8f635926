#include "msmv/stain/hematoxylin.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

namespace msmv {
namespace {

// One pixel of the light that a stain of one unit's density leaves.
RgbImage stained(double red_od, double green_od, double blue_od) {
  RgbImage image{cv::Mat(1, 1, CV_8UC3)};
  image.pixels.at<cv::Vec3b>(0, 0) = {
      cv::saturate_cast<std::uint8_t>(256 * std::exp(-red_od) - 1),
      cv::saturate_cast<std::uint8_t>(256 * std::exp(-green_od) - 1),
      cv::saturate_cast<std::uint8_t>(256 * std::exp(-blue_od) - 1)};
  return image;
}

int level(const RgbImage& image) {
  return stain::hematoxylin(image).at<std::uint8_t>(0, 0);
}

TEST(Hematoxylin, CountsHundredLevelsForOneUnit) {
  EXPECT_NEAR(level(stained(0.650, 0.704, 0.286)), 100, 1);
  EXPECT_NEAR(level(stained(0.325, 0.352, 0.143)), 50, 1);
}

TEST(Hematoxylin, SeesNoEosinNoDabAndNoGlass) {
  EXPECT_LE(level(stained(0.072, 0.990, 0.105)), 1);
  EXPECT_LE(level(stained(0.268, 0.570, 0.776)), 1);
  EXPECT_EQ(level(stained(0, 0, 0)), 0);
}

TEST(Hematoxylin, IsClippedToEightBits) {
  EXPECT_EQ(level(stained(5.5, 0, 0)), 255);
  EXPECT_EQ(level(stained(0, 0, 5.5)), 0);
}

TEST(Hematoxylin, EqualsTheDeconvolutionOfEveryPixelInAWindow) {
  cv::Mat noise(40, 60, CV_8UC3);
  cv::RNG random(3);
  random.fill(noise, cv::RNG::UNIFORM, 0, 256);
  const RgbImage window{noise(cv::Rect(7, 5, 40, 30))};  // rows that are not contiguous
  const cv::Mat channel = stain::hematoxylin(window);
  // Rows are stains; the inverse of their matrix gives the concentrations.
  const cv::Matx33d stains(0.650, 0.704, 0.286, 0.072, 0.990, 0.105, 0.268, 0.570, 0.776);
  const cv::Matx33d unmix = stains.inv();
  for (int y = 0; y < channel.rows; ++y) {
    for (int x = 0; x < channel.cols; ++x) {
      const auto rgb = window.pixels.at<cv::Vec3b>(y, x);
      double concentration = 0;
      for (int c = 0; c < 3; ++c) {
        concentration += unmix(c, 0) * -std::log((rgb[c] + 1) / 256.0);
      }
      const double wanted = std::clamp(concentration / stain::kOdPerLevel, 0.0, 255.0);
      ASSERT_NEAR(channel.at<std::uint8_t>(y, x), wanted, 0.6) << x << ", " << y;
    }
  }
}

}  // namespace
}  // namespace msmv
