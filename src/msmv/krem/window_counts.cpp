#include "msmv/krem/window_counts.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

// The windows that hold a centre form a rectangle of the grid. Each centre marks the corners of
// its rectangle with +1 and -1; the running sums of the marks along rows and columns are the
// counts. Compared with direct counting by tests/krem/window_counts_test.cpp.

namespace msmv::krem {
namespace {

struct IndexRange {
  std::int64_t first, end;
};

// The grid lines whose window [i * step, i * step + side) holds the pixel at this offset.
IndexRange windows_over(double offset, const WindowGrid& grid, std::int64_t lines) {
  const auto pixel = static_cast<std::int64_t>(std::floor(offset));
  if (pixel < 0) {
    return {0, 0};
  }
  const std::int64_t beyond = pixel - grid.side_px;  // last start whose window ends before it
  const std::int64_t first = beyond < 0 ? 0 : beyond / grid.step_px + 1;
  return {first, std::min(pixel / grid.step_px + 1, lines)};
}

void check(const WindowGrid& grid) {
  const auto text = [](std::int64_t n) { return std::to_string(n); };
  if (grid.side_px < 1 || grid.step_px < 1 || grid.area.width < grid.side_px ||
      grid.area.height < grid.side_px) {
    throw std::invalid_argument("krem::count: got windows of " + text(grid.side_px) + " px, step " +
                                text(grid.step_px) + ", in an area of " + text(grid.area.width) +
                                " x " + text(grid.area.height) + "; wanted one that fits");
  }
}

}  // namespace

PixelRect WindowGrid::window(std::size_t index) const {
  const auto number = static_cast<std::int64_t>(index);
  return {area.x + number % columns() * step_px, area.y + number / columns() * step_px, side_px,
          side_px};
}

std::vector<int> count(const WindowGrid& grid, std::span<const Point> centres) {
  check(grid);
  const std::int64_t columns = grid.columns();
  const std::int64_t rows = grid.rows();
  const std::int64_t stride = columns + 1;
  std::vector<int> marks(static_cast<std::size_t>(stride * (rows + 1)));
  const auto mark = [&](std::int64_t column, std::int64_t row) -> int& {
    return marks[static_cast<std::size_t>(row * stride + column)];
  };
  for (const Point& centre : centres) {
    const auto across = windows_over(centre.x - static_cast<double>(grid.area.x), grid, columns);
    const auto down = windows_over(centre.y - static_cast<double>(grid.area.y), grid, rows);
    if (across.first < across.end && down.first < down.end) {
      ++mark(across.first, down.first);
      --mark(across.end, down.first);
      --mark(across.first, down.end);
      ++mark(across.end, down.end);
    }
  }
  std::vector<int> counts;
  counts.reserve(static_cast<std::size_t>(columns * rows));
  for (std::int64_t row = 0; row < rows; ++row) {
    int along_row = 0;
    for (std::int64_t column = 0; column < columns; ++column) {
      along_row += mark(column, row);
      const std::size_t above = counts.size() - static_cast<std::size_t>(columns);
      counts.push_back(along_row + (row > 0 ? counts[above] : 0));
    }
  }
  return counts;
}

}  // namespace msmv::krem
