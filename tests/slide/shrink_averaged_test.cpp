#include "msmv/slide/shrink_averaged.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace msmv::slide {
namespace {

TEST(ShrinkAveraged, KeepsMeansAndSmallSlopes) {
  cv::Mat ramp(37, 41, CV_8UC3);
  for (int y = 0; y < ramp.rows; ++y) {
    for (int x = 0; x < ramp.cols; ++x) {
      ramp.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(5 * x), static_cast<uchar>(6 * y), 9);
    }
  }
  const cv::Mat small = shrink_averaged(ramp, {24, 24});
  const double per_x = 41 / 24.0, per_y = 37 / 24.0;
  for (int i = 1; i < 23; ++i) {
    const cv::Vec3b& pixel = small.at<cv::Vec3b>(i, i);
    EXPECT_NEAR(pixel[0], 5 * ((i + 0.5) * per_x - 0.5), 1.6);
    EXPECT_NEAR(pixel[1], 6 * ((i + 0.5) * per_y - 0.5), 1.6);
    EXPECT_EQ(pixel[2], 9);
  }
}

TEST(ShrinkAveraged, LeavesAnImageOfThatSize) {
  cv::Mat noise(16, 16, CV_8UC3);
  cv::randu(noise, 0, 255);
  EXPECT_EQ(cv::norm(shrink_averaged(noise, {16, 16}), noise, cv::NORM_INF), 0);
}

// A field's patch pixel is the mean over its area in pixels of 0.42 um; halved pixels have lost as
// much detail as that by the time they are a patch, and hardly more.
TEST(ShrinkAveraged, IsAsSmoothAsAnAverageAtOnce) {
  cv::Mat fine(1344, 1344, CV_8UC3);
  cv::randu(fine, 0, 255);
  cv::GaussianBlur(fine, fine, {}, 3);
  cv::Mat at_once, halved;
  cv::resize(fine, at_once, {224, 224}, 0, 0, cv::INTER_AREA);
  cv::resize(fine, halved, {336, 336}, 0, 0, cv::INTER_AREA);
  cv::Scalar mean, wanted, got;
  cv::meanStdDev(at_once, mean, wanted);
  cv::meanStdDev(shrink_averaged(halved, {224, 224}), mean, got);
  EXPECT_NEAR(got[0] / wanted[0], 1, 0.07);
}

TEST(ShrinkAveraged, RefusesWhatIsNoShrinking) {
  const cv::Mat image(16, 16, CV_8UC3);
  EXPECT_THROW(shrink_averaged(image, {17, 16}), std::invalid_argument);
  EXPECT_THROW(shrink_averaged(image, {7, 16}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::slide
