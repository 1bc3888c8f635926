#include "msmv/krem/hematoxylin_detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "msmv/krem/detect.h"
#include "msmv/krem/key_regions.h"
#include "msmv/phantom/draw.h"
#include "msmv/views/views.h"

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

TEST(HematoxylinDetector, FindsNothingInBlankFields) {
  for (const int level : {0, 128, 255}) {
    const RgbImage blank{cv::Mat(300, 400, CV_8UC3, cv::Scalar::all(level))};
    EXPECT_TRUE(krem::detect_by_hematoxylin(blank, 0.42).empty()) << level;
  }
}

std::vector<Nucleus> in_reading_order(std::vector<Nucleus> nuclei) {
  std::ranges::sort(nuclei, {}, [](const Nucleus& nucleus) {
    return std::tuple{nucleus.centre.y, nucleus.centre.x};
  });
  return nuclei;
}

// Sides whose halves are even, odd and no whole numbers, and a resolution that no power of two
// leads from.
struct SeenPhantom {
  int width_px, height_px;
  double um_per_px;
};

class DetectorInAllViews : public ::testing::TestWithParam<SeenPhantom> {};

TEST_P(DetectorInAllViews, NucleiOfTheTurnedFieldAreTheTurnedNuclei) {
  const auto [width_px, height_px, um_per_px] = GetParam();
  const auto phantom = phantom::draw(
      5, {.width_px = width_px, .height_px = height_px, .um_per_px = 0.42, .arrangement = {}});
  const PixelExtent field{width_px, height_px};
  const auto upright = krem::detect_by_hematoxylin(phantom.image, um_per_px);
  ASSERT_GT(upright.size(), 20U);
  for (const View view : kAllViews) {
    auto expected = upright;
    for (Nucleus& nucleus : expected) {
      nucleus.centre = views::turn(nucleus.centre, field, view);
    }
    expected = in_reading_order(std::move(expected));
    const auto found = in_reading_order(
        krem::detect_by_hematoxylin(RgbImage{views::turn(phantom.image.pixels, view)}, um_per_px));
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].centre, expected[i].centre) << static_cast<int>(view);
      EXPECT_NEAR(found[i].area_px, expected[i].area_px, 0.25 * expected[i].area_px);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sides, DetectorInAllViews,
                         ::testing::Values(SeenPhantom{512, 400, 0.42}, SeenPhantom{510, 402, 0.42},
                                           SeenPhantom{509, 399, 0.42}, SeenPhantom{512, 384, 0.5},
                                           SeenPhantom{512, 400, 0.25}));

// The whole of KREM on the pixels of a view gives what the view gives of the field's nuclei.
TEST(HematoxylinDetector, KeyRegionsOfTurnedPixelsAreTheTurnedKeyRegions) {
  const auto phantom =
      phantom::draw(7, {.width_px = 1200, .height_px = 1000, .um_per_px = 0.42, .arrangement = {}});
  const PixelExtent field{1200, 1000};
  krem::Config config{.detector = krem::Detector::hematoxylin};
  const auto regions = krem::find(krem::detect(phantom.image, 0.42, config), field, config, 0);
  ASSERT_EQ(regions.size(), kAllViews.size());
  config.views = 1;
  for (const KeyRegion& region : regions) {
    const RgbImage seen{views::turn(phantom.image.pixels, region.view)};
    const auto extent = views::turned(field, region.view);
    const auto in_view = krem::find(krem::detect(seen, 0.42, config), extent, config, 0);
    ASSERT_EQ(in_view.size(), 1U);
    EXPECT_EQ(in_view[0].nuclei, region.nuclei);
    for (std::size_t scale = 0; scale < region.windows.size(); ++scale) {
      EXPECT_EQ(views::turn(in_view[0].windows[scale], extent, views::inverse(region.view)),
                region.windows[scale]);
    }
  }
}

}  // namespace
}  // namespace msmv
