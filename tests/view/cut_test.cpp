#include "msmv/view/cut.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "view/small_run.h"

namespace msmv::view {
namespace {

TEST(Cut, PixelsOfTheTopLevelAreTheFile) {
  const testing::TemporaryFolder folder;
  write_ramp(folder / "a.png");
  const slide::Slide slide(folder / "a.png");
  const RgbImage tile = cut(slide, {10, 20, 30, 40}, {30, 40});
  EXPECT_EQ(tile.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(10, 20, 7));
  EXPECT_EQ(tile.pixels.at<cv::Vec3b>(39, 29), cv::Vec3b(39, 59, 7));
}

TEST(Cut, ReducedPixelsAreMeans) {
  const testing::TemporaryFolder folder;
  write_ramp(folder / "a.png");
  const slide::Slide slide(folder / "a.png");
  const RgbImage tile = cut(slide, {0, 0, 200, 200}, {50, 50});
  EXPECT_EQ(tile.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(2, 2, 7));  // of 0, 1, 2, 3
  EXPECT_EQ(tile.pixels.at<cv::Vec3b>(49, 10), cv::Vec3b(42, 198, 7));
}

// 3200 x 2400 pixels are read in parts of at most 4 million, and the parts fit together.
TEST(Cut, LargePicturesComeInPartsWithoutASeam) {
  const testing::TemporaryFolder folder;
  cv::Mat large;
  cv::resize(ramp(200, 200).pixels, large, {3200, 2400}, 0, 0, cv::INTER_LINEAR);
  image::write(folder / "a.png", {large});
  const slide::Slide slide(folder / "a.png");
  cv::Mat expected;
  cv::resize(large, expected, {200, 150}, 0, 0, cv::INTER_AREA);
  const RgbImage tile = cut(slide, {0, 0, 3200, 2400}, {200, 150});
  EXPECT_LE(cv::norm(tile.pixels, expected, cv::NORM_INF), 1);
}

TEST(Cut, EncodesRedAsRed) {
  const RgbImage red{cv::Mat(16, 16, CV_8UC3, cv::Scalar(250, 10, 10))};
  const cv::Mat clear_red(16, 16, CV_8UC4, cv::Scalar(250, 10, 10, 255));
  for (const std::string& bytes : {jpeg(red, 90), png(clear_red)}) {
    const cv::Mat read = cv::imdecode(std::vector<char>(bytes.begin(), bytes.end()), 1);
    EXPECT_GT(read.at<cv::Vec3b>(8, 8)[2], 240);  // OpenCV's order is blue, green, red
    EXPECT_LT(read.at<cv::Vec3b>(8, 8)[0], 30);
  }
}

}  // namespace
}  // namespace msmv::view
