#include "msmv/classify/slide_tile.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "msmv/classify/find_nuclei.h"
#include "msmv/fitness/judge.h"
#include "msmv/image/field.h"
#include "msmv/krem/key_regions.h"
#include "msmv/slide/shrink_averaged.h"
#include "msmv/values/view.h"

namespace msmv {
namespace {

// The whole tile in each of its views.
std::vector<KeyRegion> whole_tile(int side_px, int views, std::size_t nuclei) {
  std::vector<KeyRegion> regions;
  for (int view = 0; view < views; ++view) {
    regions.push_back({.view = kAllViews[static_cast<std::size_t>(view)],
                       .windows = {{0, 0, side_px, side_px}},
                       .nuclei = {static_cast<int>(nuclei)}});
  }
  return regions;
}

bool is_patch_enough(const TileNeeds& needs, const Config& config) {
  return !needs.finds_nuclei && config.patches.antialias &&
         needs.um_per_px >= 0.99 * needs.side_um / config.patches.side_px;
}

// To a square of that side by averaging, without skipping pixels.
bool shrinks_to(const cv::Mat& pixels, int side) {
  return std::min(pixels.cols, pixels.rows) >= side &&
         std::max(pixels.cols, pixels.rows) <= 2 * side;
}

}  // namespace

TileNeeds needs_of(const Config& config, int views, bool wants_nuclei) {
  const double working = config.image.um_per_px;
  const double window = config.krem.windows_px.front();
  const bool finds_nuclei = wants_nuclei || config.krem.windows_px.size() > 1;
  return {.side_um = window * working,
          .um_per_px =
              finds_nuclei ? working : std::max(working, working * window / config.patches.side_px),
          .finds_nuclei = finds_nuclei,
          .views = views};
}

TileImage read_tile(const slide::HalvedSlide& slide, const PixelRect& at, const TileNeeds& needs,
                    const Config& config) {
  const double um_per_px = needs.side_um / static_cast<double>(std::max(at.width, at.height));
  Photo photo{.image = slide.read(at, needs.um_per_px / um_per_px)};
  const cv::Mat& pixels = photo.image.pixels;
  if (is_patch_enough(needs, config) && shrinks_to(pixels, config.patches.side_px)) {
    const int patch = config.patches.side_px;
    return {{slide::shrink_averaged(pixels, {patch, patch})}, needs.side_um / patch};
  }
  photo.um_per_px = {needs.side_um / pixels.cols, needs.side_um / pixels.rows};
  const int most = config.krem.windows_px.front();
  const int side = needs.finds_nuclei ? most : std::min(most, std::max(pixels.cols, pixels.rows));
  const double wanted = needs.side_um / side;
  const image::Config square{.um_per_px = wanted, .min_side_px = 1, .refused_side_px = 1};
  return {image::to_field(photo, square).image, wanted};
}

fitness::Look look_at_tile(PreparedField& tile) {
  RgbImage& image = tile.field.image;
  fitness::Look look = fitness::look_at(image, tile.field.um_per_px);
  image = fitness::without_pen(image, look);
  tile.measures = look.measures;
  return look;
}

void choose_regions(PreparedField& tile, const fitness::Look& look, const TileNeeds& needs,
                    const Config& config) {
  const int side = tile.field.image.pixels.cols;
  const bool are_chosen_by_nuclei = config.krem.windows_px.size() > 1;
  fitness::Config fitness = config.fitness;
  // Nuclei in coarser pixels differ more from one to the next: up to 53 in pixels of 1.68 um. Noise
  // is 86 and more in any.
  fitness.most_sharpness *= std::clamp(tile.field.um_per_px / fitness::kSlopeUm, 1.0, 2.0);
  tile.unfit = fitness::why_place_unfit(tile.measures, fitness);
  if (needs.finds_nuclei) {
    const auto nuclei = find_nuclei(tile.field, config.krem, [&](const RgbImage& part) {
      return stain::apply(tile.recolouring, part);
    });
    tile.nuclei = fitness::outside(look.artefacts, nuclei, {side, side});
    if (tile.unfit.empty() && are_chosen_by_nuclei) {
      tile.unfit = fitness::why_nuclei_unfit(tile.nuclei.size(), config.fitness);
    }
  }
  if (are_chosen_by_nuclei) {
    krem::Config krem = config.krem;
    krem.context_px.clear();
    krem.views = needs.views;
    krem.regions_per_view = 1;
    tile.regions = krem::find(tile.nuclei, {side, side}, krem, krem.seed);
  } else {
    tile.regions = whole_tile(side, needs.views, tile.nuclei.size());
  }
}

PreparedField prepare_tile(TileImage&& tile, const stain::Recolouring& stain,
                           const TileNeeds& needs, const Config& config) {
  PreparedField prepared;
  prepared.field.image = std::move(tile.image);
  prepared.field.um_per_px = tile.um_per_px;
  prepared.recolouring = stain;
  const fitness::Look look = look_at_tile(prepared);
  choose_regions(prepared, look, needs, config);
  prepared.patches = cut_patches(prepared, config.patches);
  return prepared;
}

}  // namespace msmv
