#include "msmv/view/pyramid.h"

#include <algorithm>
#include <cmath>

namespace msmv::view {
namespace {

std::int64_t shrunk(std::int64_t length, int halvings) {
  const std::int64_t step = std::int64_t{1} << halvings;
  return (length + step - 1) / step;
}

}  // namespace

int top_level(PixelExtent extent) {
  int level = 0;
  while ((std::int64_t{1} << level) < std::max(extent.width, extent.height)) {
    ++level;
  }
  return level;
}

std::optional<PyramidTile> tile_at(PixelExtent extent, int level, std::int64_t column,
                                   std::int64_t row) {
  const int top = top_level(extent);
  if (level < 0 || level > top || column < 0 || row < 0) {
    return std::nullopt;
  }
  const int halvings = top - level;
  const PixelExtent whole{shrunk(extent.width, halvings), shrunk(extent.height, halvings)};
  if (column > (whole.width - 1) / kTileSidePx || row > (whole.height - 1) / kTileSidePx) {
    return std::nullopt;
  }
  const std::int64_t x = column * kTileSidePx, y = row * kTileSidePx;
  const PixelExtent size{std::min(kTileSidePx, whole.width - x),
                         std::min(kTileSidePx, whole.height - y)};
  const std::int64_t step = std::int64_t{1} << halvings;
  const PixelRect at{x * step, y * step, std::min(size.width * step, extent.width - x * step),
                     std::min(size.height * step, extent.height - y * step)};
  return PyramidTile{at, size};
}

PixelExtent fitted(PixelExtent extent, std::int64_t longest_side_px) {
  const double longest = static_cast<double>(std::max(extent.width, extent.height));
  const double factor = std::max(1.0, longest / static_cast<double>(longest_side_px));
  const auto shorter = [factor](std::int64_t side) {
    return std::max<std::int64_t>(1, std::llround(static_cast<double>(side) / factor));
  };
  return {shorter(extent.width), shorter(extent.height)};
}

}  // namespace msmv::view
