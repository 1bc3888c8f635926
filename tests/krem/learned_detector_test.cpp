#include "msmv/krem/learned_detector.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "msmv/krem/detect.h"
#include "msmv/krem/hematoxylin_detector.h"

namespace msmv::krem {
namespace {

CentreMap flat(int width, int height) {
  return {width, height, std::vector<float>(static_cast<std::size_t>(width * height), 0.0F)};
}

float& at(CentreMap& map, int x, int y) {
  return map.values[static_cast<std::size_t>(y * map.width + x)];
}

// The parabola through 0.5, 0.9 and 0.7 has its top at 0.5 * (0.5 - 0.7) / (0.5 - 1.8 + 0.7) = 1/6.
TEST(Peaks, LieAtTheTopOfTheParabola) {
  CentreMap map = flat(20, 10);
  at(map, 9, 4) = 0.5F;
  at(map, 10, 4) = 0.9F;
  at(map, 11, 4) = 0.7F;
  const auto peaks = peaks_of(map, 0.4);
  ASSERT_EQ(peaks.size(), 1U);
  EXPECT_NEAR(peaks[0].at.x, 10.5 + 1.0 / 6, 1e-5);
  EXPECT_NEAR(peaks[0].at.y, 4.5, 1e-6);
  EXPECT_FLOAT_EQ(peaks[0].height, 0.9F);
}

TEST(Peaks, AreTheHighestOfFiveByFive) {
  CentreMap map = flat(20, 10);
  at(map, 5, 5) = 0.9F;
  at(map, 7, 7) = 0.8F;  // two away from a higher one
  at(map, 5, 2) = 0.7F;  // three away
  at(map, 15, 5) = 0.39F;
  EXPECT_EQ(peaks_of(map, 0.4).size(), 2U);
  EXPECT_EQ(peaks_of(map, 0.85).size(), 1U);
}

TEST(Peaks, ThatAreEqualNeighboursAreOne) {
  CentreMap map = flat(20, 10);
  at(map, 5, 5) = at(map, 6, 5) = 0.6F;
  const auto peaks = peaks_of(map, 0.4);
  ASSERT_EQ(peaks.size(), 1U);
  EXPECT_NEAR(peaks[0].at.x, 6.0, 1e-6) << "half-way, as the parabola has it";
}

TEST(Peaks, MayLieOnTheBorder) {
  CentreMap map = flat(8, 8);
  at(map, 0, 0) = 0.6F;
  at(map, 7, 3) = 0.6F;
  const auto peaks = peaks_of(map, 0.4);
  ASSERT_EQ(peaks.size(), 2U);
  EXPECT_EQ(peaks[0].at, (Point{0.5, 0.5}));
  EXPECT_EQ(peaks[1].at, (Point{7.5, 3.5}));
}

// A network that takes the darkness of 2 x 2 pixels for certainty.
CentreNetwork darkness() {
  CentreNetwork network;
  network.map = [](std::span<const std::uint8_t> rgb, PixelExtent picture) {
    EXPECT_EQ(picture.width % 4, 0);
    EXPECT_EQ(picture.height % 4, 0);
    const cv::Mat whole(static_cast<int>(picture.height), static_cast<int>(picture.width), CV_8UC3,
                        const_cast<std::uint8_t*>(rgb.data()));
    cv::Mat half, gray;
    cv::resize(whole, half, {}, 0.5, 0.5, cv::INTER_AREA);
    cv::cvtColor(half, gray, cv::COLOR_RGB2GRAY);
    cv::GaussianBlur(gray, gray, {}, 1.5);
    CentreMap map{gray.cols, gray.rows, {}};
    for (int y = 0; y < gray.rows; ++y) {
      for (int x = 0; x < gray.cols; ++x) {
        map.values.push_back(1 - static_cast<float>(gray.at<std::uint8_t>(y, x)) / 255);
      }
    }
    return map;
  };
  return network;
}

RgbImage two_discs() {
  RgbImage image{cv::Mat(149, 201, CV_8UC3, cv::Scalar(235, 190, 215))};
  cv::circle(image.pixels, {50, 60}, 9, cv::Scalar(90, 60, 140), cv::FILLED, cv::LINE_AA);
  cv::circle(image.pixels, {170, 120}, 7, cv::Scalar(90, 60, 140), cv::FILLED, cv::LINE_AA);
  return image;
}

// Sides of which neither 0.42 / 0.6 nor a fourth makes whole numbers: the places must still be
// those of the picture.
TEST(LearnedDetector, GivesPlacesInThePicturesPixels) {
  const auto nuclei = detect_by_network(two_discs(), 0.42, darkness());
  ASSERT_EQ(nuclei.size(), 2U);
  EXPECT_NEAR(nuclei[0].centre.x, 50.5, 0.8);
  EXPECT_NEAR(nuclei[0].centre.y, 60.5, 0.8);
  EXPECT_NEAR(nuclei[1].centre.x, 170.5, 0.8);
  EXPECT_NEAR(nuclei[1].centre.y, 120.5, 0.8);
  EXPECT_GT(nuclei[0].probability, 0.4);
  EXPECT_LT(nuclei[0].probability, 0.8);
}

TEST(LearnedDetector, AreasAreMeasuredAsTheClassicalOnesAre) {
  const auto classical = detect_by_hematoxylin(two_discs(), 0.42);
  auto learned = detect_by_network(two_discs(), 0.42, darkness());
  measure_areas(two_discs(), 0.42, learned);
  ASSERT_EQ(classical.size(), 2U);
  ASSERT_EQ(learned.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(learned[i].area_px, classical[i].area_px, 0.3 * classical[i].area_px);
  }
}

TEST(LearnedDetector, RefusesAMapOfAnotherSizeAndALackingNetwork) {
  CentreNetwork network = darkness();
  network.map = [](std::span<const std::uint8_t>, PixelExtent) { return flat(3, 3); };
  EXPECT_THROW(detect_by_network(two_discs(), 0.42, network), std::invalid_argument);
  const Config learned{.detector = Detector::learned};
  EXPECT_THROW(detect(two_discs(), 0.42, learned), std::invalid_argument);
  const CentreNetwork whole = darkness();
  EXPECT_EQ(detect(two_discs(), 0.42, learned, unchanged, &whole).size(), 2U);
}

}  // namespace
}  // namespace msmv::krem
