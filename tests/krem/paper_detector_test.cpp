#include "msmv/krem/paper_detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "msmv/views/views.h"

namespace msmv {
namespace {

RgbImage blank(int width, int height) {
  return {cv::Mat(height, width, CV_8UC3, cv::Scalar::all(200))};
}

// A bar of 6 x 21 pixels: its contour through the centres is 5 x 20: area 100, circumference 50,
// ratio 2. A disc of radius 14 has a ratio of 7 and melts away; 6 x 16 has an area of 75.
TEST(PaperDetector, KeepsShapesOfMoreThanEightyPixelsAndARatioBelowTwoAndAHalf) {
  RgbImage image = blank(120, 80);
  image.pixels(cv::Rect(10, 20, 6, 21)).setTo(cv::Scalar::all(60));
  image.pixels(cv::Rect(40, 20, 6, 16)).setTo(cv::Scalar::all(60));
  cv::circle(image.pixels, {80, 40}, 14, cv::Scalar::all(60), cv::FILLED);
  const auto nuclei = krem::detect_as_in_paper(image);
  ASSERT_EQ(nuclei.size(), 1U);
  EXPECT_EQ(nuclei[0], (Nucleus{{13, 30.5}, 100}));
}

// Contours of 10 x 10 (ratio 100 / 40 = 2.5, not below) and of 9 x 11 (99 / 40).
TEST(PaperDetector, ARatioOfTwoAndAHalfIsTooRound) {
  RgbImage image = blank(100, 60);
  image.pixels(cv::Rect(10, 10, 11, 11)).setTo(cv::Scalar::all(60));
  image.pixels(cv::Rect(60, 10, 10, 12)).setTo(cv::Scalar::all(60));
  const auto nuclei = krem::detect_as_in_paper(image);
  ASSERT_EQ(nuclei.size(), 1U);
  EXPECT_EQ(nuclei[0].area_px, 99);
}

// 100 pixels of 100 and 100 of 50: the mean is 75. A gray of exactly the mean is no nucleus.
TEST(PaperDetector, OnlyWhatIsDarkerThanTheMeanIsNucleus) {
  RgbImage image{cv::Mat(60, 60, CV_8UC3, cv::Scalar::all(100))};
  EXPECT_TRUE(krem::detect_as_in_paper(image).empty());
  image.pixels(cv::Rect(10, 20, 6, 21)).setTo(cv::Scalar::all(99));
  EXPECT_EQ(krem::detect_as_in_paper(image).size(), 1U);
}

TEST(PaperDetector, FindsAShapeInsideAnotherOnesHole) {
  RgbImage image = blank(120, 120);
  cv::circle(image.pixels, {60, 60}, 50, cv::Scalar::all(60), 3);
  image.pixels(cv::Rect(55, 50, 6, 21)).setTo(cv::Scalar::all(60));
  const auto nuclei = krem::detect_as_in_paper(image);
  ASSERT_EQ(nuclei.size(), 1U);  // the ring's contour is a disc of ratio 25
  EXPECT_EQ(nuclei[0].centre, (Point{58, 60.5}));
}

TEST(PaperDetector, IsExactlyEquivariant) {
  RgbImage image{cv::Mat(451, 503, CV_8UC3)};
  cv::theRNG().state = 1;
  cv::randu(image.pixels, cv::Scalar::all(0), cv::Scalar::all(256));
  cv::GaussianBlur(image.pixels, image.pixels, {}, 2.5);
  const PixelExtent extent{503, 451};
  const auto in_order = [](std::vector<Nucleus> nuclei) {
    std::ranges::sort(nuclei, {}, [](const Nucleus& n) {
      return std::tuple{n.area_px, std::lround(n.centre.x * 1e6), n.centre.y};
    });
    return nuclei;
  };
  for (const View view : kAllViews) {
    auto nuclei = krem::detect_as_in_paper(image);
    ASSERT_GE(nuclei.size(), 20U);
    for (Nucleus& nucleus : nuclei) {
      nucleus.centre = views::turn(nucleus.centre, extent, view);
    }
    nuclei = in_order(nuclei);
    const auto turned = in_order(krem::detect_as_in_paper({views::turn(image.pixels, view)}));
    ASSERT_EQ(turned.size(), nuclei.size()) << name(view);
    for (std::size_t i = 0; i < nuclei.size(); ++i) {
      EXPECT_EQ(turned[i].area_px, nuclei[i].area_px);
      EXPECT_NEAR(turned[i].centre.x, nuclei[i].centre.x, 1e-9);
      EXPECT_NEAR(turned[i].centre.y, nuclei[i].centre.y, 1e-9);
    }
  }
}

}  // namespace
}  // namespace msmv
