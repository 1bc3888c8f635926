#pragma once

#include <optional>

#include "msmv/values/geometry.h"

// A picture as Deep Zoom lays it out: at its top level it is as large as it is, at each level below
// half as large, at level 0 one pixel; every level is cut into square tiles. Plain numbers.

namespace msmv::view {

inline constexpr std::int64_t kTileSidePx = 256;

// The level at which one pixel is one pixel of the picture.
int top_level(PixelExtent extent);

struct PyramidTile {
  PixelRect at;      // in pixels of the picture
  PixelExtent size;  // in pixels of the level; smaller than a tile at the right and lower edges
};

// Nothing where the picture has no such tile.
std::optional<PyramidTile> tile_at(PixelExtent extent, int level, std::int64_t column,
                                   std::int64_t row);

// The size of a picture `longest_side_px` long, or as long as it is where that is shorter.
PixelExtent fitted(PixelExtent extent, std::int64_t longest_side_px);

}  // namespace msmv::view
