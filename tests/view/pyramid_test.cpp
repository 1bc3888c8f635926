#include "msmv/view/pyramid.h"

#include <gtest/gtest.h>

namespace msmv::view {
namespace {

TEST(Pyramid, TopLevelIsTheFirstThatHoldsTheWholePicture) {
  EXPECT_EQ(top_level({1, 1}), 0);
  EXPECT_EQ(top_level({2, 1}), 1);
  EXPECT_EQ(top_level({2048, 1536}), 11);
  EXPECT_EQ(top_level({2049, 10}), 12);
}

TEST(Pyramid, TilesAtTheEdgesAreSmaller) {
  const auto tile = tile_at({600, 300}, 10, 2, 1);
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->at, (PixelRect{512, 256, 88, 44}));
  EXPECT_EQ(tile->size, (PixelExtent{88, 44}));
}

TEST(Pyramid, APixelOfALowerLevelSpansTwo) {
  const auto tile = tile_at({601, 300}, 9, 1, 0);  // 301 x 150
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->at, (PixelRect{512, 0, 89, 300}));  // the last pixel spans one
  EXPECT_EQ(tile->size, (PixelExtent{45, 150}));
}

TEST(Pyramid, OutsideThereAreNoTiles) {
  EXPECT_FALSE(tile_at({600, 300}, 11, 0, 0));
  EXPECT_FALSE(tile_at({600, 300}, 10, 3, 0));
  EXPECT_FALSE(tile_at({600, 300}, 10, 0, 2));
  EXPECT_FALSE(tile_at({600, 300}, -1, 0, 0));
  EXPECT_FALSE(tile_at({600, 300}, 10, -1, 0));
  EXPECT_FALSE(tile_at({512, 512}, 9, 2, 0));
}

TEST(Pyramid, FittedNeverGrows) {
  EXPECT_EQ(fitted({600, 300}, 100), (PixelExtent{100, 50}));
  EXPECT_EQ(fitted({60, 30}, 100), (PixelExtent{60, 30}));
  EXPECT_EQ(fitted({100000, 3}, 100), (PixelExtent{100, 1}));
}

}  // namespace
}  // namespace msmv::view
