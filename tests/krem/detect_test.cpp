#include "msmv/krem/detect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace msmv {
namespace {

TEST(Detect, GivesReadingOrderByTheDetectorAskedFor) {
  RgbImage image{cv::Mat(200, 300, CV_8UC3, cv::Scalar(235, 190, 215))};
  for (const cv::Point centre : {cv::Point{200, 40}, {60, 40}, {130, 150}}) {
    cv::circle(image.pixels, centre, 9, cv::Scalar(90, 60, 140), cv::FILLED, cv::LINE_AA);
  }
  const auto nuclei = krem::detect(image, 0.42, {.detector = krem::Detector::hematoxylin});
  ASSERT_EQ(nuclei.size(), 3U);
  EXPECT_LT(nuclei[0].centre.x, nuclei[1].centre.x);
  EXPECT_LT(nuclei[1].centre.y, nuclei[2].centre.y);
  EXPECT_TRUE(krem::detect(image, 0.42, {.detector = krem::Detector::paper}).empty());
}

}  // namespace
}  // namespace msmv
