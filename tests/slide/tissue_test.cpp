#include "msmv/slide/tissue.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "msmv/phantom/slide.h"

namespace msmv::slide {
namespace {

const cv::Scalar kGlass(243, 242, 244), kTissue(205, 150, 190);

TissueMask found_on(const cv::Mat& image) {
  return find_tissue({image}, kTissueUmPerPx);
}

TEST(FindTissue, FindsAnIslandAndClosesItsGaps) {
  cv::Mat image(100, 120, CV_8UC3, kGlass);
  image(cv::Rect(20, 30, 50, 40)) = kTissue;
  image(cv::Rect(40, 45, 3, 3)) = kGlass;  // 24 um
  const TissueMask found = found_on(image);
  EXPECT_EQ(found.tissue.at<std::uint8_t>(46, 41), 255);
  EXPECT_NEAR(cv::countNonZero(found.tissue), 50 * 40, 12);  // its corners are rounded
  EXPECT_EQ(cv::countNonZero(found.pen), 0);
}

TEST(FindTissue, LeavesSmallPartsOut) {
  cv::Mat image(100, 120, CV_8UC3, kGlass);
  image(cv::Rect(20, 30, 20, 20)) = kTissue;  // 160 um: 0.0256 mm2
  EXPECT_EQ(cv::countNonZero(found_on(image).tissue), 0);
}

TEST(FindTissue, FindsNoneOnGlassAndAllWithoutGlass) {
  const cv::Mat glass(100, 120, CV_8UC3, kGlass);
  EXPECT_EQ(cv::countNonZero(found_on(glass).tissue), 0);
  const cv::Mat tissue(100, 120, CV_8UC3, kTissue);
  EXPECT_EQ(cv::countNonZero(found_on(tissue).tissue), 100 * 120);
  const cv::Mat unscanned(100, 120, CV_8UC3, cv::Scalar(0, 0, 0));
  EXPECT_EQ(cv::countNonZero(found_on(unscanned).tissue), 0);
}

TEST(FindTissue, TellsInkFromStains) {
  const std::vector<cv::Scalar> inks = {{40, 70, 170}, {30, 130, 60}, {25, 25, 28}, {210, 35, 45}};
  for (const cv::Scalar& ink : inks) {
    cv::Mat image(100, 120, CV_8UC3, kGlass);
    image(cv::Rect(20, 30, 60, 20)) = ink;
    const TissueMask found = found_on(image);
    EXPECT_EQ(cv::countNonZero(found.tissue), 0) << ink;
    EXPECT_GE(cv::countNonZero(found.pen), 60 * 20) << ink;
  }
  // Hematoxylin, eosin, both, and blood.
  const std::vector<cv::Scalar> stains = {
      {80, 50, 130}, {225, 130, 180}, {140, 60, 130}, {190, 70, 100}};
  for (const cv::Scalar& stain : stains) {
    cv::Mat image(100, 120, CV_8UC3, kGlass);
    image(cv::Rect(20, 30, 60, 40)) = stain;
    const TissueMask found = found_on(image);
    EXPECT_EQ(cv::countNonZero(found.pen), 0) << stain;
    EXPECT_NEAR(cv::countNonZero(found.tissue), 60 * 40, 12) << stain;
  }
}

// Against the truth of a phantom: each island found to a tenth, no pen mark taken for tissue.
TEST(FindTissue, FindsTheIslandsOfAPhantomSlide) {
  const auto slide =
      phantom::draw_slide(5, {.width_px = 4000, .height_px = 3000, .um_per_px = 1, .islands = 4});
  cv::Mat small, truth(slide.image.pixels.size(), CV_8UC1, cv::Scalar(0));
  cv::resize(slide.image.pixels, small, {500, 375}, 0, 0, cv::INTER_AREA);
  for (const phantom::Island& island : slide.islands) {
    cv::ellipse(truth, cv::Point(cv::Point2d(island.centre_x, island.centre_y)),
                cv::Size(cv::Size2d(island.half_width, island.half_height)), 0, 0, 360, 255,
                cv::FILLED);
  }
  cv::resize(truth, truth, {500, 375}, 0, 0, cv::INTER_AREA);
  truth = truth >= 128;
  const TissueMask found = found_on(small);
  const double both = cv::countNonZero(found.tissue & truth);
  const double either = cv::countNonZero(found.tissue | truth);
  EXPECT_GT(both / either, 0.9);
  for (const phantom::PenMark& mark : slide.marks) {
    const cv::Point middle(static_cast<int>((mark.from_x + mark.to_x) / 16),
                           static_cast<int>((mark.from_y + mark.to_y) / 16));
    EXPECT_EQ(found.pen.at<std::uint8_t>(middle), 255) << mark.ink;
    EXPECT_EQ(found.tissue.at<std::uint8_t>(middle), 0) << mark.ink;
  }
}

}  // namespace
}  // namespace msmv::slide
