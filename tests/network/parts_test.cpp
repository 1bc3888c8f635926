#include "msmv/network/parts.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

TEST(Parts, OfPatchesAreWholeSamples) {
  const PatchBatch batch{.samples = 3,
                         .scales = 2,
                         .side_px = 1,
                         .pixels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}};
  const PatchBatch part = part_of(batch, 1, 1);
  EXPECT_EQ(part.samples, 1U);
  EXPECT_EQ(part.scales, 2U);
  EXPECT_EQ(part.pixels, (std::vector<std::uint8_t>{6, 7, 8, 9, 10, 11}));
}

TEST(Parts, OfEncodingsJoinToTheWhole) {
  const Encodings all{.samples = 3, .scales = 1, .features = 2, .values = {0, 1, 2, 3, 4, 5}};
  const Encodings part = part_of(all, 1, 2);
  EXPECT_EQ(part.values, (std::vector<float>{2, 3, 4, 5}));
  const Encodings again = joined({part_of(all, 0, 1), part});
  EXPECT_EQ(again.samples, 3U);
  EXPECT_EQ(again.features, 2U);
  EXPECT_EQ(again.values, all.values);
}

}  // namespace
}  // namespace msmv
