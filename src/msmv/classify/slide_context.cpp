#include "msmv/classify/slide_context.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace msmv {
namespace {

// Of one direction: where a longer stretch about the middle of a shorter one begins.
std::int64_t start_about(std::int64_t start, std::int64_t length, std::int64_t longer,
                         std::int64_t whole) {
  return std::clamp<std::int64_t>(start + (length - longer) / 2, 0, whole - longer);
}

// The context as a batch of one patch in each of the regions' views.
PatchBatch patches_of_context(const RgbImage& image, const PreparedField& tile,
                              const Config& config) {
  PreparedField context{.field = {.image = image}, .recolouring = tile.recolouring};
  for (const KeyRegion& region : tile.regions) {
    context.regions.push_back({.view = config.krem.turn_context ? region.view : View::raw,
                               .windows = {{0, 0, image.pixels.cols, image.pixels.rows}},
                               .nuclei = {0}});
  }
  return cut_patches(context, config.patches);
}

// Sample by sample the patches of both, those of `first` before those of `second`.
PatchBatch side_by_side(const PatchBatch& first, const PatchBatch& second) {
  PatchBatch all{.samples = second.samples,
                 .scales = first.scales + second.scales,
                 .side_px = second.side_px,
                 .pixels = {}};
  all.pixels.reserve(first.pixels.size() + second.pixels.size());
  const auto append = [&](const PatchBatch& from, std::size_t sample) {
    const auto bytes = static_cast<std::ptrdiff_t>(from.scales * from.bytes_per_patch());
    const auto begin = from.pixels.begin() + static_cast<std::ptrdiff_t>(sample) * bytes;
    all.pixels.insert(all.pixels.end(), begin, begin + bytes);
  };
  for (std::size_t sample = 0; sample < all.samples; ++sample) {
    append(first, sample);
    append(second, sample);
  }
  return all;
}

}  // namespace

PixelRect context_of(const PixelRect& tile, PixelExtent slide, const krem::Config& config) {
  if (!config.has_context()) {
    throw std::logic_error("context_of: the model has no context");
  }
  const auto longer = [&](std::int64_t length, int context_px, std::int64_t whole) {
    const double factor = static_cast<double>(context_px) / config.windows_px.front();
    return std::min<std::int64_t>(std::llround(static_cast<double>(length) * factor), whole);
  };
  PixelRect context;
  context.width = longer(tile.width, config.context_px[0], slide.width);
  context.height = longer(tile.height, config.context_px[1], slide.height);
  context.x = start_about(tile.x, tile.width, context.width, slide.width);
  context.y = start_about(tile.y, tile.height, context.height, slide.height);
  return context;
}

RgbImage read_context(const slide::HalvedSlide& slide, const PixelRect& tile,
                      const Config& config) {
  const PixelRect at = context_of(tile, slide.slide().facts().extent, config.krem);
  const double most = static_cast<double>(std::min(at.width, at.height)) / config.patches.side_px;
  return slide.read(at, std::max(1.0, most));
}

void add_context(PreparedField& tile, const RgbImage& image, const PixelRect& at, PixelExtent slide,
                 const Config& config) {
  const PixelRect context = context_of(at, slide, config.krem);
  tile.patches = side_by_side(patches_of_context(image, tile, config), tile.patches);
  const double scale = static_cast<double>(tile.field.image.pixels.cols) /
                       static_cast<double>(at.width);  // from level 0 to the tile's pixels
  const auto in_tile = [&](std::int64_t length) {
    return std::llround(static_cast<double>(length) * scale);
  };
  for (KeyRegion& region : tile.regions) {
    region.has_upright_context = !config.krem.turn_context;
    region.windows.insert(region.windows.begin(),
                          {in_tile(context.x - at.x), in_tile(context.y - at.y),
                           in_tile(context.width), in_tile(context.height)});
    region.nuclei.insert(region.nuclei.begin(), 0);
  }
}

}  // namespace msmv
