#include "msmv/stain/macenko.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "stain/he_image.h"

namespace msmv {
namespace {

using stain::dot;
using stain::Vector3;
using testing::he_image;
using testing::HeStains;

const cv::Size kSide(200, 200);

double degrees_between(const Vector3& a, const Vector3& b) {
  const double cosine = dot(a, b) / std::sqrt(dot(a, a) * dot(b, b));
  return std::acos(std::min(cosine, 1.0)) * 180 / CV_PI;
}

RgbImage noisy(const cv::Scalar& colour, double deviation) {
  RgbImage image{cv::Mat(kSide, CV_8UC3, colour)};
  cv::Mat noise(kSide, CV_16SC3);
  cv::RNG random(5);
  random.fill(noise, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(deviation));
  cv::add(image.pixels, noise, image.pixels, cv::noArray(), CV_8U);
  return image;
}

TEST(Macenko, FindsTheStainsThatWereMixed) {
  const HeStains stains;
  const auto look = stain::find_stains(he_image(kSide, stains, 2, 1.2)).look;
  ASSERT_TRUE(look.has_value());
  EXPECT_LT(degrees_between(look->hematoxylin, stains.hematoxylin), 1.5);
  EXPECT_LT(degrees_between(look->eosin, stains.eosin), 1.5);
  // Nine in ten pixels that hold a stain lie below 99 % of most of it; the vectors are unit ones.
  const auto length = [](const Vector3& v) { return std::sqrt(dot(v, v)); };
  EXPECT_NEAR(look->max_concentration[0], 2 * 0.99 * length(stains.hematoxylin), 0.06);
  EXPECT_NEAR(look->max_concentration[1], 1.2 * 0.99 * length(stains.eosin), 0.06);
}

TEST(Macenko, FindsThemBehindASaturatedBlue) {
  const HeStains stains{.hematoxylin = {0.66, 0.74, 0.02}, .eosin = {0.2, 0.97, 0}};
  const auto look = stain::find_stains(he_image(kSide, stains, 2, 1.2)).look;
  ASSERT_TRUE(look.has_value());
  EXPECT_LT(degrees_between(look->hematoxylin, stains.hematoxylin), 3);
  EXPECT_LT(degrees_between(look->eosin, stains.eosin), 3);
}

stain::Fault fault_in(const RgbImage& image) {
  const stain::StainSearch found = stain::find_stains(image);
  EXPECT_EQ(found.look.has_value(), found.fault == stain::Fault::none);
  return found.fault;
}

TEST(Macenko, SaysWhyItDoesNotJudgeWhatShowsLessThanTwoStains) {
  using stain::Fault;
  EXPECT_EQ(fault_in({cv::Mat(kSide, CV_8UC3, cv::Scalar::all(255))}), Fault::too_few_stained);
  EXPECT_EQ(fault_in({cv::Mat(kSide, CV_8UC3, cv::Scalar::all(0))}), Fault::stains_alike);
  EXPECT_EQ(fault_in({cv::Mat(kSide, CV_8UC3, cv::Scalar(180, 90, 150))}), Fault::stains_alike);
  EXPECT_EQ(fault_in(noisy(cv::Scalar::all(128), 6)), Fault::stains_alike) << "gray";
  EXPECT_EQ(fault_in(he_image(kSide, {}, 0, 1.2)), Fault::stains_alike) << "eosin alone";
  EXPECT_EQ(fault_in(he_image(kSide, {}, 2, 0)), Fault::stains_alike) << "hematoxylin alone";
  EXPECT_EQ(fault_in(he_image({7, 9}, {}, 2, 1.2)), Fault::too_few_stained) << "63 pixels";
  EXPECT_EQ(fault_in({cv::Mat(1, 1, CV_8UC3, cv::Scalar(100, 60, 140))}), Fault::too_few_stained);
}

TEST(Macenko, FindsNoHematoxylinWhereRedAndBlueAreSwapped) {
  RgbImage image = he_image(kSide, {}, 2, 1.2);
  cv::cvtColor(image.pixels, image.pixels, cv::COLOR_RGB2BGR);
  EXPECT_EQ(fault_in(image), stain::Fault::no_hematoxylin);
}

TEST(Macenko, FindsAReddishHematoxylinAndAStrongEosin) {
  const HeStains reddish{.hematoxylin = {0.34, 0.78, 0.53}, .eosin = {0.11, 0.88, 0.47}};
  for (const double eosin : {0.8, 2.5}) {
    const auto look = stain::find_stains(he_image(kSide, reddish, 2, eosin)).look;
    ASSERT_TRUE(look.has_value()) << eosin;
    EXPECT_LT(degrees_between(look->hematoxylin, reddish.hematoxylin), 2);
    EXPECT_LT(degrees_between(look->eosin, reddish.eosin), 5);
  }
}

TEST(Macenko, RecoloursOneLookIntoItself) {
  const stain::StainLook look{.hematoxylin = {0.65, 0.70, 0.29},
                              .eosin = {0.21, 0.91, 0.35},
                              .max_concentration = {1.8, 1.0, 0.1}};
  const auto map = stain::recolouring(look, look);
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_NEAR(map.matrix[i], stain::kIdentity3[i], 1e-12);
  }
}

TEST(Macenko, MakesNoStainMoreThanFourTimesStronger) {
  const stain::StainLook pale{
      .hematoxylin = {1, 0, 0}, .eosin = {0, 1, 0}, .max_concentration = {0.1, 2, 0.01}};
  const stain::StainLook strong{
      .hematoxylin = {1, 0, 0}, .eosin = {0, 1, 0}, .max_concentration = {2, 0.1, 0.5}};
  // Hematoxylin should be 20 times stronger, eosin 20 times weaker, the rest 50 times stronger.
  EXPECT_EQ(stain::recolouring(pale, strong).matrix, stain::diagonal({4, 0.25, 1}));
}

}  // namespace
}  // namespace msmv
