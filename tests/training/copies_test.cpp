#include "msmv/training/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace msmv::training {
namespace {

// Two samples at two scales of 4 x 4, every pixel 100 and 150.
PatchBatch two_samples() {
  PatchBatch batch{2, 2, 4, {}};
  batch.pixels.assign(std::size_t{2} * 2 * 4 * 4 * 3, 100);
  std::fill(batch.pixels.begin() + 96, batch.pixels.end(), std::uint8_t{150});
  return batch;
}

Config jittered(int copies, Seed seed = 1) {
  Config config;
  config.augmented_copies = copies;
  config.augmentation.stain_gain = 0.5;
  config.seed = seed;
  return config;
}

TEST(Copies, TheSamplesComeFirstAsTheyAreThenEachIsChanged) {
  const PatchBatch plain = two_samples();
  Config little = jittered(3);
  little.augmentation.stain_gain = 0.1;  // too little to bring 150 under 100
  const PatchBatch all = with_copies(plain, little);
  ASSERT_EQ(all.samples, 8U);
  EXPECT_EQ(all.scales, 2U);
  ASSERT_EQ(all.pixels.size(), 4 * plain.pixels.size());
  EXPECT_TRUE(std::equal(plain.pixels.begin(), plain.pixels.end(), all.pixels.begin()));
  for (std::size_t copy = 1; copy < 4; ++copy) {
    const auto from = all.pixels.begin() + static_cast<std::ptrdiff_t>(copy * 192);
    EXPECT_FALSE(std::equal(plain.pixels.begin(), plain.pixels.end(), from)) << copy;
    EXPECT_LT(from[0], from[96]) << "the second sample stays the brighter one";
    EXPECT_EQ(from[0], from[48]) << "both scales of a sample have one stain";
  }
}

TEST(Copies, AreTheSameForTheSamePixelsAndSeed) {
  EXPECT_EQ(with_copies(two_samples(), jittered(2)).pixels,
            with_copies(two_samples(), jittered(2)).pixels);
  EXPECT_NE(with_copies(two_samples(), jittered(2)).pixels,
            with_copies(two_samples(), jittered(2, 5)).pixels);
  PatchBatch other = two_samples();
  other.pixels[0] = 101;
  EXPECT_NE(with_copies(two_samples(), jittered(1)).pixels.back(),
            with_copies(other, jittered(1)).pixels.back());
}

TEST(Copies, HaveANameOnlyWhereThereAreAny) {
  EXPECT_EQ(name_of_copies(jittered(0)), "");
  EXPECT_NE(name_of_copies(jittered(1)), "");
  EXPECT_NE(name_of_copies(jittered(1)), name_of_copies(jittered(2)));
  EXPECT_NE(name_of_copies(jittered(1)), name_of_copies(jittered(1, 2)));
  Config blurred = jittered(1);
  blurred.augmentation.blur_px = 1;
  EXPECT_NE(name_of_copies(jittered(1)), name_of_copies(blurred));
}

}  // namespace
}  // namespace msmv::training
