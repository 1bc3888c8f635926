#include "msmv/classify/find_nuclei.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <vector>

#include "msmv/image/read.h"
#include "msmv/metrics/centre_match.h"
#include "msmv/phantom/draw.h"
#include "msmv/views/views.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

RgbImage disc(const cv::Point& at) {
  RgbImage image{cv::Mat(400, 400, CV_8UC3, cv::Scalar(235, 190, 215))};
  cv::circle(image.pixels, at, 9, cv::Scalar(90, 60, 140), cv::FILLED, cv::LINE_AA);
  return image;
}

// What recolours turns the picture by half, so that its disc lies elsewhere than the field's.
TEST(FindNuclei, ShowsTheLearnedDetectorTheColoursAsTheyWereRead) {
  Field field{.image = disc({100, 100}), .um_per_px = 0.42};
  const auto recolour = [](const RgbImage& seen) {
    RgbImage turned;
    cv::flip(seen.pixels, turned.pixels, -1);
    return turned;
  };
  const auto learned = find_nuclei(field, {.detector = krem::Detector::learned}, recolour);
  ASSERT_FALSE(learned.empty());
  EXPECT_NEAR(learned[0].centre.x, 100.5, 3);
  const auto classical = find_nuclei(field, {.detector = krem::Detector::hematoxylin}, recolour);
  ASSERT_EQ(classical.size(), 1U);
  EXPECT_NEAR(classical[0].centre.x, 299.5, 1);
}

// Of the nuclei of a turned or mirrored picture and the turned nuclei of the upright one, the share
// that are each other's within so many micrometres.
double share_that_turns(const RgbImage& image, double um_per_px, View view, double within_um) {
  const krem::Config learned{.detector = krem::Detector::learned};
  const auto places = [&](const RgbImage& seen) {
    std::vector<Point> points;
    for (const Nucleus& nucleus : find_nuclei({.image = seen, .um_per_px = um_per_px}, learned)) {
      points.push_back(nucleus.centre);
    }
    return points;
  };
  std::vector<Point> expected = places(image);
  for (Point& point : expected) {
    point = views::turn(point, {image.pixels.cols, image.pixels.rows}, view);
  }
  const auto found = places(RgbImage{views::turn(image.pixels, view)});
  const std::size_t matches = metrics::matched(found, expected, within_um / um_per_px);
  return metrics::detection(matches, found.size(), expected.size()).f1;
}

// A network is no symmetric formula: it learnt from turned and mirrored crops, so its nuclei turn
// with the picture but for few near the threshold.
TEST(FindNuclei, TurnWithThePicture) {
  for (const Seed seed : {Seed{3}, Seed{4}}) {
    const auto phantom = phantom::draw(
        seed, {.width_px = 640, .height_px = 480, .um_per_px = 0.42, .arrangement = {}});
    for (const View view : kAllViews) {
      EXPECT_GE(share_that_turns(phantom.image, phantom.um_per_px, view, 1), 0.97) << name(view);
    }
  }
}

// Crowded and faint nuclei of real fields turn less well: 0.89 to 0.94 were measured.
TEST(FindNuclei, TurnWithRealFields) {
  MSMV_NEEDS_SHARED();
  image::ReadOptions reading;
  reading.given_um_per_px = PixelSize{0.5, 0.5};
  for (const char* file : {"crc_001.jpg", "crc_050.jpg"}) {
    const Photo photo =
        image::read(testing::shared_folder() / "data/nuclei_more/images" / file, reading);
    for (const View view : kAllViews) {
      EXPECT_GE(share_that_turns(photo.image, 0.55, view, 3), 0.85) << file << " " << name(view);
    }
  }
}

TEST(FindNuclei, AreThoseOfPhantoms) {
  for (const auto arrangement : {phantom::Arrangement::normal, phantom::Arrangement::invasive}) {
    const auto phantom = phantom::draw(
        8, {.width_px = 1024, .height_px = 768, .um_per_px = 0.42, .arrangement = arrangement});
    std::vector<Point> truth;
    for (const Nucleus& nucleus : phantom.nuclei) {
      truth.push_back(nucleus.centre);
    }
    for (const auto detector : {krem::Detector::learned, krem::Detector::accurate}) {
      std::vector<Point> found;
      for (const Nucleus& nucleus :
           find_nuclei({.image = phantom.image, .um_per_px = 0.42}, {.detector = detector})) {
        found.push_back(nucleus.centre);
      }
      const std::size_t matches = metrics::matched(found, truth, 3 / 0.42);
      EXPECT_GE(metrics::detection(matches, found.size(), truth.size()).f1, 0.9)
          << enum_name(detector);
    }
  }
}

}  // namespace
}  // namespace msmv
