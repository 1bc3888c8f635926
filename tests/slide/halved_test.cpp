#include "msmv/slide/halved.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "msmv/image/write.h"
#include "msmv/phantom/slide.h"
#include "temporary_folder.h"

namespace msmv::slide {
namespace {

using testing::TemporaryFolder;

double mean_change(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() ? cv::norm(a, b, cv::NORM_L1) / static_cast<double>(3 * a.total())
                              : 255;
}

TEST(HalvedSide, IsTheLargestPowerOfTwo) {
  EXPECT_EQ(halved_side(0.3), 1);
  EXPECT_EQ(halved_side(1.9), 1);
  EXPECT_EQ(halved_side(1.99), 2);  // 1 %
  EXPECT_EQ(halved_side(6.72), 4);
  EXPECT_EQ(halved_side(8), 8);
}

TEST(ReadHalved, AveragesSquaresOfTheSlidesGrid) {
  const TemporaryFolder folder;
  cv::Mat pixels(64, 64, CV_8UC3, cv::Scalar(0, 0, 0));
  pixels(cv::Rect(8, 8, 4, 4)) = cv::Scalar(200, 100, 40);
  image::write(folder / "p.png", {pixels});
  const Slide slide(folder / "p.png");
  const cv::Mat read = read_halved(slide, {9, 7, 17, 16}, 4.5).pixels;  // from (8, 8)
  ASSERT_EQ(read.size(), cv::Size(4, 4));
  EXPECT_EQ(read.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 100, 40));
  EXPECT_EQ(read.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(read_halved(slide, {50, 50, 14, 14}, 4).pixels.size(), cv::Size(4, 4));
}

// Whatever the level, the pixels are the same but for that level's own JPEG.
TEST(ReadHalved, IsTheSameFromEveryLevel) {
  const TemporaryFolder folder;
  const auto drawn = phantom::draw_slide(
      2, {.width_px = 1500, .height_px = 1100, .um_per_px = 0.5, .islands = 1, .has_pen = false});
  phantom::write_slide(folder / "s.tif", drawn);
  const Slide slide(folder / "s.tif");
  for (const double most : {2.0, 3.4, 4.0}) {
    const PixelRect at{503, 309, 402, 399};
    const cv::Mat coarse = read_halved(slide, at, most).pixels;
    EXPECT_LT(mean_change(coarse, read_halved(slide, at, most, From::level_0).pixels), 1.5) << most;
  }
}

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
// much detail as that by the time they are a patch, and no more.
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
  EXPECT_NEAR(got[0] / wanted[0], 1, 0.03);
}

TEST(ShrinkAveraged, RefusesWhatIsNoShrinking) {
  const cv::Mat image(16, 16, CV_8UC3);
  EXPECT_THROW(shrink_averaged(image, {17, 16}), std::invalid_argument);
  EXPECT_THROW(shrink_averaged(image, {7, 16}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::slide
