#include "msmv/stain/he_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

namespace msmv::stain {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes colours(std::size_t pixels) {
  std::mt19937 random(1);
  Bytes rgb(3 * pixels);
  std::ranges::generate(rgb, [&] { return static_cast<std::uint8_t>(random() & 255); });
  return rgb;
}

Bytes applied(const OdMap& map, const Bytes& rgb) {
  Bytes out(rgb.size());
  apply(map, rgb, out);
  return out;
}

TEST(OpticalDensity, HalfTheLightIsTheLogarithmOfTwo) {
  EXPECT_DOUBLE_EQ(optical_density(127, 256), std::log(2.0));
  EXPECT_DOUBLE_EQ(optical_density(255, 256), 0);
}

TEST(OdMap, ChangesNothingByDefault) {
  const Bytes rgb = colours(10000);
  EXPECT_EQ(applied({}, rgb), rgb);
  EXPECT_EQ(applied({.white = 240}, rgb), rgb);
}

TEST(OdMap, TwiceTheDensityIsTheLightSquared) {
  // Half, a quarter and an eighth of the light, less one level.
  EXPECT_EQ(applied({.matrix = diagonal({2, 2, 2})}, {127, 63, 31}), (Bytes{63, 15, 3}));
}

TEST(OdMap, EqualsTheFormulaItTabulates) {
  const OdMap map{.matrix = {1.3, -0.2, 0.1, 0.05, 0.8, 0.1, -0.3, 0.2, 1.1},
                  .shift = {0.1, -0.05, 0},
                  .white = 240};
  const Bytes rgb = colours(2000), out = applied(map, rgb);
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    const Vector3 densities =
        multiply(map.matrix, Vector3{optical_density(rgb[i], 240), optical_density(rgb[i + 1], 240),
                                     optical_density(rgb[i + 2], 240)});
    for (std::size_t c = 0; c < 3; ++c) {
      const double level = std::clamp(240 * std::exp(-densities[c] - map.shift[c]) - 1, 0.0, 255.0);
      ASSERT_NEAR(out[i + c], level, 0.501) << "byte " << i + c;  // rounded, not cut off
    }
  }
}

TEST(OdMap, StopsAtBlackAndWhite) {
  EXPECT_EQ(applied({.matrix = diagonal({90, 90, 90})}, {10, 200, 255}), (Bytes{0, 0, 255}));
  EXPECT_EQ(applied({.matrix = diagonal({-90, -90, -90})}, {0, 0, 0}), (Bytes{255, 255, 255}));
  EXPECT_EQ(applied({.shift = {-60, 60, 0}}, {9, 9, 9}), (Bytes{255, 0, 9}));
}

TEST(OdMap, WorksInPlace) {
  Bytes rgb = colours(100);
  const OdMap map{.matrix = diagonal({1.5, 0.5, 1.1})};
  const Bytes wanted = applied(map, rgb);
  apply(map, rgb, rgb);
  EXPECT_EQ(rgb, wanted);
}

TEST(OdMap, WantsWholePixels) {
  Bytes four(4), three(3);
  EXPECT_THROW(apply({}, four, four), std::invalid_argument);
  EXPECT_THROW(apply({}, Bytes(6), three), std::invalid_argument);
}

TEST(HeSpace, LeadsBackToTheSameBytes) {
  const Bytes rgb = colours(20000);
  std::vector<float> stains(rgb.size());
  Bytes back(rgb.size());
  separate(rgb, stains);
  recompose(stains, back);
  EXPECT_EQ(back, rgb);
}

TEST(HeSpace, SeparatesWhatWasMixed) {
  const std::vector<float> mixed = {0.8F, 0.3F, 0, 0, 1.2F, 0, 0, 0, 0};
  Bytes rgb(9);
  std::vector<float> found(9);
  recompose(mixed, rgb);
  separate(rgb, found);
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_NEAR(found[i], mixed[i], 0.02);  // eight bits leave half a level of 60: 0.008
  }
  EXPECT_EQ(rgb[6], 255);
}

TEST(HeJitter, MakesHematoxylinAloneStronger) {
  const std::vector<float> mixed = {0.5F, 0.4F, 0};
  Bytes rgb(3);
  recompose(mixed, rgb);
  std::vector<float> found(3);
  separate(applied(he_jitter({2, 1, 1}, {0.1, 0, 0}), rgb), found);
  EXPECT_NEAR(found[0], 1.1, 0.02);
  EXPECT_NEAR(found[1], 0.4, 0.02);
  EXPECT_NEAR(found[2], 0, 0.02);
}

TEST(HeJitter, LeavesGlassWhite) {
  const Bytes white(3, 255);
  EXPECT_EQ(applied(he_jitter({1.7, 0.4, 3}, {}), white), white);
}

}  // namespace
}  // namespace msmv::stain
