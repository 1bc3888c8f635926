#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "msmv/values/geometry.h"

namespace msmv::krem {

// Square windows that slide over an area in whole steps from its top-left corner; a window that
// would pass the area's far border is not laid (deviation D12). Pixels of one view throughout.
struct WindowGrid {
  PixelRect area;
  std::int64_t side_px = 0, step_px = 0;

  std::int64_t columns() const { return (area.width - side_px) / step_px + 1; }
  std::int64_t rows() const { return (area.height - side_px) / step_px + 1; }
  // The window of this number, counted row by row.
  PixelRect window(std::size_t index) const;
};

// The number of centres in each window of the grid, row by row. A centre belongs to the pixel that
// it lies in: a window holds [x, x + side). Cost: O(centres + windows).
// Throws std::invalid_argument when the window is larger than the area or a side is not positive.
std::vector<int> count(const WindowGrid& grid, std::span<const Point> centres);

}  // namespace msmv::krem
