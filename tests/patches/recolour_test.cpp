#include "msmv/patches/recolour.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <span>

#include "msmv/stain/he_space.h"

namespace msmv::patches {
namespace {

// Patches of 2 x 2 pixels, all of one colour: hematoxylin of density 0.5, eosin of 0.4.
PatchBatch purple(std::size_t samples, std::size_t scales) {
  PatchBatch batch{samples, scales, 2, {}};
  std::array<std::uint8_t, 3> rgb{};
  stain::recompose(std::array{0.5F, 0.4F, 0.0F}, rgb);
  for (std::size_t i = 0; i < samples * scales * 4; ++i) {
    batch.pixels.insert(batch.pixels.end(), rgb.begin(), rgb.end());
  }
  return batch;
}

std::array<float, 3> stains_of(const PatchBatch& batch, std::size_t sample) {
  std::array<float, 3> out{};
  stain::separate(
      std::span(batch.pixels).subspan(sample * batch.scales * batch.bytes_per_patch(), 3), out);
  return out;
}

TEST(Recolour, SamplesTakeTheColoursInTurnAtAllScales) {
  PatchBatch batch = purple(6, 2);
  recolour(batch, {.colourings = 3, .stain_gain = 0.3});
  const std::size_t bytes = 2 * batch.bytes_per_patch();
  const auto sample = [&](std::size_t i) {
    return std::vector(batch.pixels.begin() + static_cast<std::ptrdiff_t>(i * bytes),
                       batch.pixels.begin() + static_cast<std::ptrdiff_t>((i + 1) * bytes));
  };
  EXPECT_EQ(sample(0), sample(3));
  EXPECT_EQ(sample(1), sample(4));
  EXPECT_EQ(sample(2), sample(5));
  EXPECT_NE(sample(0), sample(1));
  EXPECT_NE(sample(1), sample(2));
  const auto first = sample(0);
  EXPECT_EQ(std::set(first.begin(), first.end()).size(), 3U) << "one colour throughout";
}

// Each stain by its own factor of 0.7 to 1.3, to the rounding of a level (about 0.01 of density);
// the rest stays none.
TEST(Recolour, MakesStainsStrongerOrWeakerByTheGain) {
  PatchBatch batch = purple(40, 1);
  recolour(batch, {.colourings = 40, .stain_gain = 0.3});
  double least = 2, most = 0, apart = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    const auto stains = stains_of(batch, i);
    const double hematoxylin = stains[0] / 0.5, eosin = stains[1] / 0.4;
    for (const double factor : {hematoxylin, eosin}) {
      least = std::min(least, factor);
      most = std::max(most, factor);
    }
    apart = std::max(apart, std::abs(hematoxylin - eosin));
    EXPECT_NEAR(stains[2], 0, 0.03);
  }
  EXPECT_NEAR(least, 0.7, 0.05);
  EXPECT_NEAR(most, 1.3, 0.05);
  EXPECT_GT(apart, 0.3) << "hematoxylin and eosin are drawn each for itself";
}

TEST(Recolour, IsDrawnFromThePixels) {
  const Recolouring how{.colourings = 2, .stain_gain = 0.3};
  PatchBatch one = purple(2, 1), same = one, other = one;
  other.pixels[0] ^= 1U;
  recolour(one, how);
  recolour(same, how);
  recolour(other, how);
  EXPECT_EQ(one.pixels, same.pixels);
  EXPECT_NE(stains_of(one, 1), stains_of(other, 1)) << "the pixels of sample 1 were the same";
}

TEST(Recolour, WithoutGainOrSamplesChangesNothing) {
  PatchBatch batch = purple(2, 1), none;
  recolour(batch, {.colourings = 2, .stain_gain = 0});
  EXPECT_EQ(batch.pixels, purple(2, 1).pixels);
  recolour(none, {.colourings = 2, .stain_gain = 0.3});
  EXPECT_TRUE(none.pixels.empty());
}

}  // namespace
}  // namespace msmv::patches
