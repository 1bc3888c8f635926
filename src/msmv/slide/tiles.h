#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "msmv/values/geometry.h"

namespace msmv::slide {

// One place of a slide that is classified by itself.
struct Tile {
  PixelRect at;       // in pixels of level 0
  double tissue = 1;  // the share of it that is tissue
  bool operator==(const Tile&) const = default;
};

// How much of a rectangle of level 0 a mask covers.
class MaskShare {
 public:
  // `mask` has a byte a pixel, row by row, 0 where there is none, and shows a slide of `extent`.
  MaskShare(std::span<const std::uint8_t> mask, PixelExtent mask_size, PixelExtent extent);

  // Of the pixels of the mask whose centres lie in the rectangle; where there is none, of the one
  // that its middle is in.
  double in(const PixelRect& at_level_0) const;

 private:
  std::int64_t count(std::int64_t left, std::int64_t top, std::int64_t right,
                     std::int64_t bottom) const;

  PixelExtent size_, extent_;
  std::vector<std::int64_t> sums_;  // of all pixels above and left of a corner
};

struct GridOptions {
  double side_um = 0;          // of a tile
  double overlap = 0;          // share of a tile's side that the next one covers again; below 1
  double least_tissue = 0.25;  // share of a tile that must be tissue
};

// The side of a tile in whole pixels of level 0, each axis by itself: the tile is exact in
// micrometres to half a pixel.
PixelExtent tile_extent(double side_um, const PixelSize& um_per_px);

// The tiles of a slide with enough tissue, row by row. The grid begins at the slide's corner and
// its places are rounded one by one, so that no error adds up; a last row or column that would
// stick out is moved inside. A slide smaller than a tile has none.
std::vector<Tile> lay_tiles(PixelExtent extent, const PixelSize& um_per_px, const MaskShare& tissue,
                            const GridOptions& options);

// Of tiles in any order, those to look at first: the largest `worth`, of equals the first, each at
// least a side away from those before it. Indices into `tiles`.
std::vector<std::size_t> apart(std::span<const Tile> tiles, std::span<const double> worth,
                               std::size_t count);

}  // namespace msmv::slide
