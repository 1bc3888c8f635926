#include "msmv/krem/hematoxylin_detector.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace msmv {
namespace {

TEST(HematoxylinDetector, FindsBlueDiscsNotPinkOnes) {
  RgbImage image{cv::Mat(120, 200, CV_8UC3, cv::Scalar(235, 190, 215))};
  cv::circle(image.pixels, {50, 60}, 9, cv::Scalar(90, 60, 140), cv::FILLED, cv::LINE_AA);
  cv::circle(image.pixels, {140, 60}, 9, cv::Scalar(220, 120, 170), cv::FILLED, cv::LINE_AA);
  const auto nuclei = krem::detect_by_hematoxylin(image, 0.42);
  ASSERT_EQ(nuclei.size(), 1U);
  EXPECT_NEAR(nuclei[0].centre.x, 50.5, 0.5);
  EXPECT_NEAR(nuclei[0].centre.y, 60.5, 0.5);
}

}  // namespace
}  // namespace msmv
