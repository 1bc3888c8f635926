#include "msmv/slide/tiles.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::slide {
namespace {

// A mask of a pixel for each 100 x 100 of level 0.
MaskShare mask_of(const std::vector<std::uint8_t>& mask, std::int64_t width, std::int64_t height) {
  return {mask, {width, height}, {100 * width, 100 * height}};
}

TEST(MaskShare, CountsThePixelsWhoseCentresLieInside) {
  const MaskShare share = mask_of({255, 0, 0,  //
                                   255, 255, 0},
                                  3, 2);
  EXPECT_DOUBLE_EQ(share.in({0, 0, 300, 200}), 0.5);
  EXPECT_DOUBLE_EQ(share.in({0, 0, 100, 200}), 1);
  EXPECT_DOUBLE_EQ(share.in({51, 0, 200, 100}), 0);    // the centres at 150 and 250 alone
  EXPECT_DOUBLE_EQ(share.in({50, 0, 200, 100}), 0.5);  // and the one at 50
  EXPECT_DOUBLE_EQ(share.in({110, 110, 10, 10}), 1);   // no centre: the nearest pixel
  EXPECT_DOUBLE_EQ(share.in({60, 0, 10, 10}), 1);
  EXPECT_DOUBLE_EQ(share.in({-50, 0, 200, 100}), 1);  // what is outside doesn't count
}

TEST(MaskShare, RefusesAMaskOfAnotherSize) {
  const std::vector<std::uint8_t> mask(5);
  EXPECT_THROW(MaskShare(mask, {3, 2}, {300, 200}), std::invalid_argument);
}

TEST(TileExtent, IsExactInMicrometresToHalfAPixel) {
  // 897 px of 0.42 um are 376.74 um: 1421.66 px of 0.265 um.
  EXPECT_EQ(tile_extent(376.74, {0.265, 0.265}), (PixelExtent{1422, 1422}));
  EXPECT_EQ(tile_extent(376.74, {0.42, 0.56}), (PixelExtent{897, 673}));
}

TEST(LayTiles, CoversASlideThatIsTissueThroughout) {
  const MaskShare all = mask_of({1, 1, 1, 1, 1, 1}, 3, 2);
  const auto tiles = lay_tiles({300, 200}, {1, 1}, all, {.side_um = 120});
  const std::vector<std::pair<std::int64_t, std::int64_t>> expected = {
      {0, 0}, {120, 0}, {180, 0}, {0, 80}, {120, 80}, {180, 80}};  // the last ones moved inside
  ASSERT_EQ(tiles.size(), expected.size());
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    EXPECT_EQ(tiles[i].at, (PixelRect{expected[i].first, expected[i].second, 120, 120})) << i;
    EXPECT_EQ(tiles[i].tissue, 1);
  }
}

TEST(LayTiles, AddsUpNoErrorOfRounding) {
  // A side of 10.4 px: the tenth tile begins at 93.6, not at 9 * 10.
  const std::vector<std::uint8_t> mask(1, 1);
  const auto tiles = lay_tiles({104, 10}, {1, 1}, {mask, {1, 1}, {104, 10}}, {.side_um = 10.4});
  ASSERT_EQ(tiles.size(), 10U);
  EXPECT_EQ(tiles[9].at.x, 94);
  EXPECT_EQ(tiles[9].at.width, 10);
}

TEST(LayTiles, StepsByWhatDoesNotOverlap) {
  const std::vector<std::uint8_t> mask(1, 1);
  const auto tiles =
      lay_tiles({200, 100}, {1, 1}, {mask, {1, 1}, {200, 100}}, {.side_um = 100, .overlap = 0.5});
  ASSERT_EQ(tiles.size(), 3U);
  EXPECT_EQ(tiles[1].at.x, 50);
}

TEST(LayTiles, KeepsThoseWithEnoughTissue) {
  const MaskShare share = mask_of({1, 0, 0, 0,  //
                                   1, 1, 1, 0},
                                  4, 2);
  const auto tiles = lay_tiles({400, 200}, {1, 1}, share, {.side_um = 200, .least_tissue = 0.5});
  ASSERT_EQ(tiles.size(), 1U);
  EXPECT_EQ(tiles[0].at, (PixelRect{0, 0, 200, 200}));
  EXPECT_DOUBLE_EQ(tiles[0].tissue, 0.75);
  EXPECT_EQ(lay_tiles({400, 200}, {1, 1}, share, {.side_um = 200, .least_tissue = 0.25}).size(),
            2U);
  EXPECT_EQ(lay_tiles({400, 200}, {1, 1}, mask_of(std::vector<std::uint8_t>(8), 4, 2),
                      {.side_um = 200, .least_tissue = 0})
                .size(),
            0U);  // glass alone is never a tile
}

TEST(LayTiles, HasNoneOnASlideSmallerThanATile) {
  const std::vector<std::uint8_t> mask(1, 1);
  EXPECT_TRUE(lay_tiles({99, 1000}, {1, 1}, {mask, {1, 1}, {99, 1000}}, {.side_um = 100}).empty());
}

TEST(LayTiles, RefusesAnOverlapWithoutAStep) {
  const std::vector<std::uint8_t> mask(1, 1);
  EXPECT_THROW(
      lay_tiles({100, 100}, {1, 1}, {mask, {1, 1}, {100, 100}}, {.side_um = 10, .overlap = 1}),
      std::invalid_argument);
}

TEST(Apart, TakesTheWorthiestThatDoNotTouch) {
  const std::vector<Tile> tiles = {
      {{0, 0, 100, 100}}, {{50, 0, 100, 100}}, {{100, 0, 100, 100}}, {{500, 0, 100, 100}}};
  const std::vector<double> worth = {0.7, 0.9, 0.8, 0.1};
  EXPECT_EQ(apart(tiles, worth, 3), (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(apart(tiles, worth, 1), (std::vector<std::size_t>{1}));
  EXPECT_EQ(apart(tiles, std::vector<double>{1, 0, 1, 0}, 2), (std::vector<std::size_t>{0, 2}));
}

}  // namespace
}  // namespace msmv::slide
