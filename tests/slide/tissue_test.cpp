#include "msmv/slide/tissue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "msmv/phantom/slide.h"
#include "slide/tissue_truth.h"

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

TEST(FindTissue, FillsTheHolesOfFatBeforeItLeavesSmallPartsOut) {
  cv::Mat image(100, 120, CV_8UC3, kGlass);
  const cv::Rect fat(20, 20, 40, 40);  // 320 um: 0.10 mm2
  image(fat) = kTissue;
  for (const int y : {2, 21}) {
    for (const int x : {2, 21}) {  // 136 um each: 0.018 mm2; the rest is 0.028 mm2
      image(cv::Rect(fat.x + x, fat.y + y, 17, 17)) = kGlass;
    }
  }
  EXPECT_NEAR(cv::countNonZero(found_on(image).tissue), fat.area(), 12);
  // A lumen of 0.04 mm2 is none.
  image(fat) = kTissue;
  image(cv::Rect(fat.x + 7, fat.y + 7, 25, 25)) = kGlass;
  EXPECT_NEAR(cv::countNonZero(found_on(image).tissue), fat.area() - 25 * 25, 24);
}

TEST(FindTissue, FollowsPaleMembranesFromTissueThatIsSure) {
  const cv::Scalar pale(240, 220, 236);  // of saturation 21, glass has 2
  cv::Mat image(100, 120, CV_8UC3, kGlass);
  image(cv::Rect(20, 30, 30, 30)) = kTissue;
  image(cv::Rect(50, 40, 30, 10)) = pale;
  image(cv::Rect(90, 40, 25, 25)) = pale;  // alone: a smear
  const TissueMask found = found_on(image);
  EXPECT_EQ(found.tissue.at<std::uint8_t>(45, 75), 255);
  EXPECT_EQ(found.tissue.at<std::uint8_t>(50, 100), 0);
}

TEST(FindTissue, TakesTintedGlassForNone) {
  cv::Mat image(100, 120, CV_8UC3, cv::Scalar(240, 235, 215));  // of saturation 27
  image(cv::Rect(20, 30, 50, 40)) = kTissue;
  EXPECT_NEAR(cv::countNonZero(found_on(image).tissue), 50 * 40, 12);
}

// Of a phantom slide, with what is found on it.
struct Seen {
  phantom::PhantomSlide slide;
  cv::Mat truth;  // as the mask
  TissueMask found;
};

Seen seen(Seed seed, const phantom::SlideConfig& config) {
  Seen seen{.slide = phantom::draw_slide(seed, config), .truth = {}, .found = {}};
  const double scale = config.um_per_px / kTissueUmPerPx;
  const cv::Size size(static_cast<int>(std::lround(config.width_px * scale)),
                      static_cast<int>(std::lround(config.height_px * scale)));
  cv::Mat small;
  cv::resize(seen.slide.image.pixels, small, size, 0, 0, cv::INTER_AREA);
  cv::resize(testing::tissue_truth(seen.slide), seen.truth, size, 0, 0, cv::INTER_AREA);
  seen.truth = seen.truth >= 128;
  seen.found = found_on(small);
  return seen;
}

// Seed 11's second island is fat for the most part.
TEST(FindTissue, FindsTheAreaOfSmallIslands) {
  for (const Seed seed : {2, 3, 4, 11}) {
    const Seen phantom =
        seen(seed, {.width_px = 1200, .height_px = 900, .um_per_px = 0.5, .islands = 2});
    const double truth = cv::countNonZero(phantom.truth);
    EXPECT_NEAR(cv::countNonZero(phantom.found.tissue), truth, 0.08 * truth) << seed;
    const double both = cv::countNonZero(phantom.found.tissue & phantom.truth);
    EXPECT_GT(both / cv::countNonZero(phantom.found.tissue | phantom.truth), 0.92) << seed;
  }
}

TEST(FindTissue, FindsTheIslandsOfAPhantomSlideAndItsPenMarks) {
  const Seen phantom = seen(5, {.width_px = 4000, .height_px = 3000, .um_per_px = 1, .islands = 4});
  const TissueMask& found = phantom.found;
  const double both = cv::countNonZero(found.tissue & phantom.truth);
  EXPECT_GT(both / cv::countNonZero(found.tissue | phantom.truth), 0.95);
  for (const phantom::PenMark& mark : phantom.slide.marks) {
    const cv::Point middle(static_cast<int>((mark.from_x + mark.to_x) / 16),
                           static_cast<int>((mark.from_y + mark.to_y) / 16));
    EXPECT_EQ(found.pen.at<std::uint8_t>(middle), 255) << mark.ink;
    EXPECT_EQ(found.tissue.at<std::uint8_t>(middle), 0) << mark.ink;
  }
}

}  // namespace
}  // namespace msmv::slide
