#include "msmv/phantom/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <utility>

#include "msmv/krem/detect.h"
#include "msmv/stain/normalize.h"

namespace msmv {
namespace {

using phantom::Arrangement;

constexpr std::array kAll = {Arrangement::normal, Arrangement::benign, Arrangement::in_situ,
                             Arrangement::invasive};

phantom::Phantom small(Seed seed, Arrangement arrangement) {
  return phantom::draw(seed, {.width_px = 1024, .height_px = 768, .arrangement = arrangement});
}

// F1 of places found, matched one to one with true ones, nearest pairs first, within 3 um.
double detection_f1(const std::vector<Nucleus>& found, const std::vector<Nucleus>& truth,
                    double um_per_px) {
  struct Pair {
    double distance;
    std::size_t found, truth;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = 0; j < truth.size(); ++j) {
      const double distance =
          std::hypot(found[i].centre.x - truth[j].centre.x, found[i].centre.y - truth[j].centre.y);
      if (distance * um_per_px <= 3) {
        pairs.push_back({distance, i, j});
      }
    }
  }
  std::ranges::sort(pairs, {}, &Pair::distance);
  std::vector<bool> is_used(found.size()), is_met(truth.size());
  int matched = 0;
  for (const Pair& pair : pairs) {
    if (!is_used[pair.found] && !is_met[pair.truth]) {
      is_used[pair.found] = is_met[pair.truth] = true;
      ++matched;
    }
  }
  return 2.0 * matched / static_cast<double>(found.size() + truth.size());
}

TEST(Phantom, IsTheSameForTheSameSeed) {
  const auto one = small(3, Arrangement::benign), again = small(3, Arrangement::benign);
  EXPECT_EQ(cv::norm(one.image.pixels, again.image.pixels, cv::NORM_INF), 0);
  EXPECT_EQ(one.nuclei, again.nuclei);
  const auto other = small(4, Arrangement::benign);
  EXPECT_NE(one.nuclei, other.nuclei);
  EXPECT_GT(cv::norm(one.image.pixels, other.image.pixels, cv::NORM_INF), 50);
}

TEST(Phantom, IsAFieldOfBachByDefault) {
  const auto phantom = phantom::draw(1, {});
  EXPECT_EQ(phantom.image.pixels.size(), cv::Size(2048, 1536));
  EXPECT_EQ(phantom.image.pixels.type(), CV_8UC3);
  EXPECT_DOUBLE_EQ(phantom.um_per_px, 0.42);
  EXPECT_GT(phantom.nuclei.size(), 300U);
}

TEST(Phantom, MakesEachArrangementByName) {
  for (const Arrangement arrangement : kAll) {
    EXPECT_EQ(small(5, arrangement).arrangement, arrangement);
  }
}

TEST(Phantom, HasNucleiOfTheSizesOfNuclei) {
  for (const Arrangement arrangement : kAll) {
    const auto phantom = small(6, arrangement);
    for (const Nucleus& nucleus : phantom.nuclei) {
      ASSERT_TRUE(nucleus.centre.x >= 0 && nucleus.centre.x <= 1024 && nucleus.centre.y >= 0 &&
                  nucleus.centre.y <= 768);
      const double area_um2 = nucleus.area_px * 0.42 * 0.42;
      ASSERT_LT(area_um2, 133);  // a disc of 13 um; small ones may be cut by the border
    }
  }
}

// "Honest": where a nucleus is said to be, it is darker in red than the field is.
TEST(Phantom, ShowsEveryNucleusItNames) {
  for (const Arrangement arrangement : kAll) {
    const auto phantom = small(7, arrangement);
    const double field_red = cv::mean(phantom.image.pixels)[0];
    for (const Nucleus& nucleus : phantom.nuclei) {
      const int x = std::clamp(static_cast<int>(nucleus.centre.x), 0, 1023);
      const int y = std::clamp(static_cast<int>(nucleus.centre.y), 0, 767);
      const cv::Rect around = cv::Rect(x - 1, y - 1, 3, 3) & cv::Rect(0, 0, 1024, 768);
      ASSERT_LT(cv::mean(phantom.image.pixels(around))[0], 0.85 * field_red) << x << ", " << y;
    }
  }
}

TEST(Phantom, IsReadableForTheDefaultDetector) {
  double sum = 0;
  for (const Arrangement arrangement : kAll) {
    const auto phantom = small(8, arrangement);
    const double f1 = detection_f1(krem::detect(phantom.image, phantom.um_per_px, {}),
                                   phantom.nuclei, phantom.um_per_px);
    EXPECT_GT(f1, 0.8) << enum_name(arrangement);
    sum += f1;
  }
  EXPECT_GE(sum / 4, 0.9);
}

TEST(Phantom, IsStainedWithTwoStainsOfItsOwn) {
  const auto one = stain::look_of(small(9, Arrangement::in_situ).image);
  const auto other = stain::look_of(small(10, Arrangement::in_situ).image);
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->stain_od, other->stain_od);
  EXPECT_GT(one->stain_od[0], one->stain_od[3]);  // hematoxylin takes more red than eosin
}

TEST(Phantom, RefusesSizesThatMakeNoSense) {
  EXPECT_THROW(phantom::draw(0, {.width_px = 63}), std::invalid_argument);
  EXPECT_THROW(phantom::draw(0, {.height_px = 16385}), std::invalid_argument);
  EXPECT_THROW(phantom::draw(0, {.um_per_px = 0}), std::invalid_argument);
  EXPECT_EQ(phantom::draw(0, {.width_px = 64, .height_px = 64}).image.pixels.rows, 64);
}

}  // namespace
}  // namespace msmv
