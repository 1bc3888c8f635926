#include "msmv/fitness/look.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "msmv/fitness/judge.h"
#include "msmv/image/read.h"
#include "msmv/phantom/draw.h"
#include "msmv/stain/normalize.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

constexpr double kUm = 0.42;

const RgbImage& drawn_field() {
  static const RgbImage drawn =
      phantom::draw(
          3, {.width_px = 900, .height_px = 700, .arrangement = phantom::Arrangement::invasive})
          .image;
  return drawn;
}

RgbImage changed(auto change) {
  RgbImage image{drawn_field().pixels.clone()};
  change(image.pixels);
  return image;
}

std::string why(const RgbImage& image) {
  const fitness::Look look = fitness::look_at(image, kUm);
  const auto stain = stain::measure(fitness::without_pen(image, look), {}, look.pen);
  return fitness::why_unfit(look.measures, stain.fault, 100, {});
}

TEST(Look, APhantomIsFit) {
  const auto m = fitness::look_at(drawn_field(), kUm).measures;
  EXPECT_GT(m.tissue, 0.3);
  EXPECT_EQ(m.pen, 0);
  EXPECT_EQ(m.fold, 0);
  EXPECT_GT(m.sharpness, 3);
  EXPECT_EQ(why(drawn_field()), "");
}

TEST(Look, WhatIsNoTissueIsRefused) {
  const cv::Size size(900, 700);
  EXPECT_TRUE(why({cv::Mat(size, CV_8UC3, cv::Scalar::all(255))}).starts_with("too little"));
  EXPECT_TRUE(why({cv::Mat(size, CV_8UC3, cv::Scalar::all(200))}).starts_with("too little"));
  EXPECT_TRUE(why({cv::Mat(size, CV_8UC3, cv::Scalar::all(0))}).starts_with("is no bright-field"));
  EXPECT_NE(why({cv::Mat(size, CV_8UC3, cv::Scalar(220, 120, 170))}), "");
  cv::Mat noise(size, CV_8UC3);
  cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
  EXPECT_NE(why({noise}), "");
}

TEST(Look, OtherColoursAreRefused) {
  EXPECT_TRUE(why(changed([](cv::Mat& p) {
                cv::cvtColor(p, p, cv::COLOR_RGB2GRAY);
                cv::cvtColor(p, p, cv::COLOR_GRAY2RGB);
              })).starts_with("its colours are not"));
  EXPECT_TRUE(why(changed([](cv::Mat& p) {
                p = cv::Scalar::all(255) - p;
              })).starts_with("its colours are not"));
  EXPECT_TRUE(why(changed([](cv::Mat& p) {
                cv::cvtColor(p, p, cv::COLOR_RGB2BGR);
              })).starts_with("red and blue look swapped"));
}

TEST(Look, DefocusIsSeenAndRefused) {
  const auto defocused = [](double um) {
    return changed([&](cv::Mat& p) { cv::GaussianBlur(p, p, {}, um / kUm); });
  };
  const double sharp = fitness::look_at(drawn_field(), kUm).measures.sharpness;
  const double soft = fitness::look_at(defocused(1), kUm).measures.sharpness;
  EXPECT_GT(sharp, soft);
  EXPECT_EQ(why(defocused(1)), "");
  EXPECT_TRUE(why(defocused(4)).starts_with("is out of focus"));
}

TEST(Look, NucleiOnArtefactsAreLeftOut) {
  cv::Mat artefacts = cv::Mat::zeros(175, 225, CV_8UC1);  // a quarter of the field's pixels
  artefacts(cv::Rect(75, 50, 75, 75)) = 255;
  const std::vector<Nucleus> nuclei = {{{450, 350}, 100}, {{450, 60}, 100}, {{900, 700}, 100}};
  const auto kept = fitness::outside(artefacts, nuclei, {900, 700});
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].centre.y, 60);
  EXPECT_EQ(kept[1].centre.y, 700);
}

TEST(Look, PenOfAnyColourIsFoundAndPaintedOver) {
  for (const cv::Scalar& colour :
       {cv::Scalar(20, 40, 170), cv::Scalar(10, 130, 70), cv::Scalar(20, 20, 25),
        cv::Scalar(215, 20, 40), cv::Scalar(0, 120, 200)}) {
    const RgbImage image = changed([&](cv::Mat& p) {
      cv::line(p, {-10, 300}, {910, 380}, colour, 90, cv::LINE_AA);
    });
    const fitness::Look look = fitness::look_at(image, kUm);
    EXPECT_NEAR(look.measures.pen, 90 / 700.0, 0.1) << colour;
    EXPECT_GT(look.measures.pen, 90 / 700.0) << colour;  // with its rim
    EXPECT_EQ(why(image), "") << colour;
    EXPECT_EQ(fitness::look_at(fitness::without_pen(image, look), kUm).measures.pen, 0) << colour;
  }
}

TEST(Look, WithoutPenNothingIsPainted) {
  const fitness::Look look = fitness::look_at(drawn_field(), kUm);
  EXPECT_EQ(fitness::without_pen(drawn_field(), look).pixels.data, drawn_field().pixels.data);
}

TEST(Look, RealFieldsAndCases) {
  MSMV_NEEDS_SHARED();
  const auto shared = [](const char* name) {
    return image::read(testing::shared_folder() / name, {}).image;
  };
  EXPECT_EQ(why(shared("cases/reddish_hematoxylin.png")), "");
  EXPECT_TRUE(why(shared("cases/blank_white.png")).starts_with("too little tissue"));
  EXPECT_TRUE(why(shared("cases/blank_black.png")).starts_with("is no bright-field picture"));
  EXPECT_EQ(why(shared("data/stain/source.png")), "");             // fat: a tenth of it is tissue
  EXPECT_EQ(why(shared("data/bach/Photos/Normal/n097.jpg")), "");  // the least tissue of BACH's
}

}  // namespace
}  // namespace msmv
