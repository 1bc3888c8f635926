#include "msmv/phantom/optics.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace msmv::phantom {
namespace {

cv::Scalar mean_colour(float hematoxylin, float eosin) {
  Canvas canvas(80, 80, 0.42);
  std::ranges::fill(canvas.hematoxylin, hematoxylin);
  std::ranges::fill(canvas.eosin, eosin);
  Random random(1);
  return cv::mean(expose(canvas, random).pixels);
}

TEST(Optics, GlassIsNearlyWhite) {
  const cv::Scalar glass = mean_colour(0, 0);
  for (int c = 0; c < 3; ++c) {
    EXPECT_GT(glass[c], 235);
    EXPECT_LT(glass[c], 252);
  }
}

TEST(Optics, EosinIsPinkAndHematoxylinBlue) {
  const cv::Scalar eosin = mean_colour(0, 0.6F), hematoxylin = mean_colour(1.2F, 0);
  EXPECT_GT(eosin[0], eosin[2]);
  EXPECT_GT(eosin[2], eosin[1]);
  EXPECT_GT(hematoxylin[2], hematoxylin[0]);
  EXPECT_GT(hematoxylin[0], hematoxylin[1]);
}

TEST(Optics, TwiceTheStainLeavesTheLightSquared) {
  const cv::Scalar glass = mean_colour(0, 0), once = mean_colour(0.5F, 0.3F),
                   twice = mean_colour(1, 0.6F);
  for (int c = 0; c < 3; ++c) {
    EXPECT_NEAR(twice[c] / glass[c], once[c] * once[c] / (glass[c] * glass[c]), 0.005);
  }
}

TEST(Optics, BlursAndAddsNoise) {
  Canvas canvas(80, 80, 0.42);
  for (int y = 0; y < 80; ++y) {
    for (int x = 40; x < 80; ++x) {
      canvas.hematoxylin[canvas.at(x, y)] = 1.5F;
    }
  }
  Random random(1);
  const cv::Mat image = expose(canvas, random).pixels;
  const cv::Scalar left = cv::mean(image.col(10)), edge = cv::mean(image.col(40)),
                   right = cv::mean(image.col(70));
  EXPECT_GT(edge[0], right[0] + 10);  // light from across the edge
  EXPECT_LT(edge[0], left[0] - 10);
  cv::Scalar mean, deviation;
  cv::meanStdDev(image.colRange(0, 30), mean, deviation);
  EXPECT_GT(deviation[0], 0.8);
  EXPECT_LT(deviation[0], 3);
}

}  // namespace
}  // namespace msmv::phantom
