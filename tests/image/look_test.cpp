#include "msmv/image/look.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

namespace msmv::image {
namespace {

Photo photo(const cv::Mat& pixels, PixelSize um_per_px) {
  return {.image = {pixels}, .um_per_px = um_per_px, .path = "p.png"};
}

TEST(Look, OfOneColourIsItsDensityWithoutDeviation) {
  const cv::Mat pixels(40, 60, CV_8UC3, cv::Scalar(255, 127, 63));
  const Look look = look_of(photo(pixels, {0.84, 0.84}));
  EXPECT_NEAR(look.density_mean[0], 0, 1e-12);
  EXPECT_NEAR(look.density_mean[1], std::log(2), 1e-12);  // -ln(128 / 256)
  EXPECT_NEAR(look.density_mean[2], std::log(4), 1e-12);
  EXPECT_NEAR(look.density_deviation[2], 0, 1e-12);
  EXPECT_EQ(look.sharpness, 0);
}

// Half the columns are white, half have density ln 4: mean ln 2, deviation ln 2. The Laplacian
// is -192, 192 in the two columns at the edge and 0 in the other eight: deviation
// 192 * sqrt(2 / 10).
TEST(Look, OfAnEdge) {
  cv::Mat pixels(10, 10, CV_8UC3, cv::Scalar(255, 255, 255));
  pixels.colRange(0, 5).setTo(cv::Scalar(63, 63, 63));
  const Look look = look_of(photo(pixels, {0.84, 0.84}));
  for (std::size_t channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(look.density_mean[channel], std::log(2), 1e-12);
    EXPECT_NEAR(look.density_deviation[channel], std::log(2), 1e-12);
  }
  EXPECT_NEAR(look.sharpness, 192 * std::sqrt(0.2), 1e-9);
}

// Stripes as wide as a pixel vanish where two pixels across become one.
TEST(Look, IsMeasuredAtOneResolutionAlongEachAxis) {
  cv::Mat pixels(40, 80, CV_8UC3, cv::Scalar(200, 200, 200));
  for (int x = 0; x < pixels.cols; x += 2) {
    pixels.col(x).setTo(cv::Scalar(100, 100, 100));
  }
  EXPECT_EQ(look_of(photo(pixels, {0.42, 0.84})).sharpness, 0);
  EXPECT_GT(look_of(photo(pixels, {0.84, 0.84})).sharpness, 100);
}

}  // namespace
}  // namespace msmv::image
