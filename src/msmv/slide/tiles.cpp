#include "msmv/slide/tiles.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace msmv::slide {
namespace {

// Pixels of the mask whose centres lie in [begin, begin + length) of level 0; where there is none,
// the one that its middle is in.
std::pair<std::int64_t, std::int64_t> mask_range(std::int64_t begin, std::int64_t length,
                                                 std::int64_t mask_side, std::int64_t side) {
  const double scale = static_cast<double>(mask_side) / static_cast<double>(side);
  const auto at = [&](double place) { return place * scale; };
  const auto first = static_cast<std::int64_t>(std::ceil(at(static_cast<double>(begin)) - 0.5));
  const auto last =
      static_cast<std::int64_t>(std::ceil(at(static_cast<double>(begin + length)) - 0.5));
  const std::int64_t from = std::max<std::int64_t>(first, 0), to = std::min(last, mask_side);
  if (from < to) {
    return {from, to};
  }
  const auto middle = static_cast<std::int64_t>(
      std::floor(at(static_cast<double>(begin) + static_cast<double>(length) / 2)));
  const std::int64_t nearest = std::clamp<std::int64_t>(middle, 0, mask_side - 1);
  return {nearest, nearest + 1};
}

// Where the tiles of one axis begin.
std::vector<std::int64_t> places(std::int64_t side, std::int64_t tile, double step) {
  std::vector<std::int64_t> begins;
  if (side < tile) {
    return begins;
  }
  const std::int64_t last = side - tile;
  for (std::int64_t i = 0;; ++i) {
    const auto begin = std::llround(static_cast<double>(i) * step);
    if (begin >= last) {
      begins.push_back(last);
      return begins;
    }
    begins.push_back(begin);
  }
}

}  // namespace

MaskShare::MaskShare(std::span<const std::uint8_t> mask, PixelExtent mask_size, PixelExtent extent)
    : size_(mask_size), extent_(extent) {
  if (mask_size.width < 1 || mask_size.height < 1 || extent.width < 1 || extent.height < 1 ||
      mask.size() != static_cast<std::size_t>(mask_size.width * mask_size.height)) {
    throw std::invalid_argument("MaskShare: the mask is empty or not of the size that was said");
  }
  const std::int64_t stride = size_.width + 1;
  sums_.assign(static_cast<std::size_t>(stride * (size_.height + 1)), 0);
  for (std::int64_t y = 0; y < size_.height; ++y) {
    std::int64_t row = 0;
    for (std::int64_t x = 0; x < size_.width; ++x) {
      row += mask[static_cast<std::size_t>(y * size_.width + x)] != 0 ? 1 : 0;
      sums_[static_cast<std::size_t>((y + 1) * stride + x + 1)] =
          sums_[static_cast<std::size_t>(y * stride + x + 1)] + row;
    }
  }
}

std::int64_t MaskShare::count(std::int64_t left, std::int64_t top, std::int64_t right,
                              std::int64_t bottom) const {
  const auto at = [&](std::int64_t x, std::int64_t y) {
    return sums_[static_cast<std::size_t>(y * (size_.width + 1) + x)];
  };
  return at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
}

double MaskShare::in(const PixelRect& at_level_0) const {
  const auto [left, right] = mask_range(at_level_0.x, at_level_0.width, size_.width, extent_.width);
  const auto [top, bottom] =
      mask_range(at_level_0.y, at_level_0.height, size_.height, extent_.height);
  return static_cast<double>(count(left, top, right, bottom)) /
         static_cast<double>((right - left) * (bottom - top));
}

PixelExtent tile_extent(double side_um, const PixelSize& um_per_px) {
  return {std::max<std::int64_t>(1, std::llround(side_um / um_per_px.x)),
          std::max<std::int64_t>(1, std::llround(side_um / um_per_px.y))};
}

std::vector<Tile> lay_tiles(PixelExtent extent, const PixelSize& um_per_px, const MaskShare& tissue,
                            const GridOptions& options) {
  if (!(options.side_um > 0) || !(options.overlap >= 0 && options.overlap < 1)) {
    throw std::invalid_argument("lay_tiles: wanted a side above 0 and an overlap in [0, 1)");
  }
  const PixelExtent side = tile_extent(options.side_um, um_per_px);
  const double step_um = options.side_um * (1 - options.overlap);
  const auto across = places(extent.width, side.width, std::max(1.0, step_um / um_per_px.x));
  std::vector<Tile> tiles;
  for (const std::int64_t y :
       places(extent.height, side.height, std::max(1.0, step_um / um_per_px.y))) {
    for (const std::int64_t x : across) {
      const PixelRect at{x, y, side.width, side.height};
      const double share = tissue.in(at);
      if (share > 0 && share >= options.least_tissue) {
        tiles.push_back({at, share});
      }
    }
  }
  return tiles;
}

std::vector<std::size_t> apart(std::span<const Tile> tiles, std::span<const double> worth,
                               std::size_t count) {
  if (tiles.size() != worth.size()) {
    throw std::invalid_argument("apart: wanted a worth for each tile");
  }
  std::vector<std::size_t> order(tiles.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return worth[a] > worth[b]; });
  std::vector<std::size_t> chosen;
  for (const std::size_t candidate : order) {
    if (chosen.size() == count) {
      break;
    }
    const PixelRect& at = tiles[candidate].at;
    const bool is_near = std::ranges::any_of(chosen, [&](std::size_t other) {
      const PixelRect& taken = tiles[other].at;
      return std::abs(taken.x - at.x) < at.width && std::abs(taken.y - at.y) < at.height;
    });
    if (!is_near) {
      chosen.push_back(candidate);
    }
  }
  return chosen;
}

}  // namespace msmv::slide
