#include "msmv/network/distinct.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv {
namespace {

// Three samples of two scales, a patch being one pixel; the first scale is the same in all.
PatchBatch with_a_common_context() {
  return {.samples = 3,
          .scales = 2,
          .side_px = 1,
          .pixels = {9, 9, 9, 1, 1, 1, 9, 9, 9, 2, 2, 2, 9, 9, 9, 3, 3, 3}};
}

TEST(DistinctPatches, KeepsEachOnce) {
  const DistinctPatches distinct = distinct_patches(with_a_common_context());
  EXPECT_EQ(distinct.patches.samples, 4U);
  EXPECT_EQ(distinct.patches.scales, 1U);
  EXPECT_EQ(distinct.patches.pixels,
            (std::vector<std::uint8_t>{9, 9, 9, 1, 1, 1, 2, 2, 2, 3, 3, 3}));
  EXPECT_EQ(distinct.place_of, (std::vector<std::size_t>{0, 1, 0, 2, 0, 3}));
}

TEST(DistinctPatches, EncodingsComeBackToTheirPlaces) {
  const PatchBatch batch = with_a_common_context();
  const Encodings distinct{
      .samples = 4, .scales = 1, .features = 2, .values = {0, 1, 10, 11, 20, 21, 30, 31}};
  const Encodings all = spread(distinct, distinct_patches(batch).place_of, batch);
  EXPECT_EQ(all.samples, 3U);
  EXPECT_EQ(all.scales, 2U);
  EXPECT_EQ(all.values, (std::vector<float>{0, 1, 10, 11, 0, 1, 20, 21, 0, 1, 30, 31}));
}

TEST(DistinctPatches, RefusesPixelsOfAnotherSize) {
  PatchBatch batch = with_a_common_context();
  batch.pixels.pop_back();
  EXPECT_THROW(distinct_patches(batch), std::invalid_argument);
}

}  // namespace
}  // namespace msmv
