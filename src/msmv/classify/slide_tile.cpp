#include "msmv/classify/slide_tile.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "msmv/image/field.h"
#include "msmv/krem/detect.h"
#include "msmv/krem/key_regions.h"
#include "msmv/values/view.h"

namespace msmv {
namespace {

constexpr int kGlassLevel = 206;  // 240 * exp(-0.15), as in stain/tissue_mask.cpp
constexpr int kDarkLevel = 88;    // 240 * exp(-1)

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

double share_of(const cv::Mat& mask) {
  return static_cast<double>(cv::countNonZero(mask)) / static_cast<double>(mask.total());
}

}  // namespace

TileNeeds needs_of(const Config& config, int views, bool wants_nuclei) {
  const double working = config.image.um_per_px;
  const double window = config.krem.windows_px.front();
  const bool finds_nuclei = wants_nuclei || config.scales() > 1;
  return {.side_um = window * working,
          .um_per_px =
              finds_nuclei ? working : std::max(working, working * window / config.patches.side_px),
          .finds_nuclei = finds_nuclei,
          .views = views};
}

TileImage read_tile(const slide::Slide& slide, const PixelRect& at, const TileNeeds& needs,
                    const Config& config) {
  const double um_per_px = needs.side_um / static_cast<double>(std::max(at.width, at.height));
  Photo photo{.image = slide.read(at, needs.um_per_px / um_per_px)};
  const cv::Mat& pixels = photo.image.pixels;
  photo.um_per_px = {needs.side_um / pixels.cols, needs.side_um / pixels.rows};
  const int most = config.krem.windows_px.front();
  const int side = needs.finds_nuclei ? most : std::min(most, std::max(pixels.cols, pixels.rows));
  const double wanted = needs.side_um / side;
  const image::Config square{.um_per_px = wanted, .min_side_px = 1, .refused_side_px = 1};
  return {image::to_field(photo, square).image, wanted};
}

TileLook look_of(const RgbImage& tile, int patch_side_px) {
  cv::Mat gray = tile.pixels;
  if (gray.cols > patch_side_px) {
    cv::resize(tile.pixels, gray, {patch_side_px, patch_side_px}, 0, 0, cv::INTER_AREA);
  }
  cv::cvtColor(gray, gray, cv::COLOR_RGB2GRAY);
  cv::Mat edges;
  cv::Laplacian(gray, edges, CV_32F);
  cv::Scalar mean, deviation;
  cv::meanStdDev(edges, mean, deviation);
  return {.glass = share_of(gray > kGlassLevel),
          .dark = share_of(gray < kDarkLevel),
          .sharpness = deviation[0] * deviation[0]};
}

PreparedField prepare_tile(TileImage&& tile, const stain::Recolouring& stain,
                           const TileNeeds& needs, const Config& config) {
  PreparedField prepared;
  prepared.field.image = std::move(tile.image);
  prepared.field.um_per_px = tile.um_per_px;
  prepared.recolouring = stain;
  const RgbImage& image = prepared.field.image;
  if (needs.finds_nuclei) {
    prepared.nuclei = krem::detect(image, tile.um_per_px, config.krem,
                                   [&](const RgbImage& part) { return stain::apply(stain, part); });
  }
  const int side = image.pixels.cols;
  if (config.scales() > 1) {
    krem::Config krem = config.krem;
    krem.views = needs.views;
    krem.regions_per_view = 1;
    prepared.regions = krem::find(prepared.nuclei, {side, side}, krem, krem.seed);
  } else {
    prepared.regions = whole_tile(side, needs.views, prepared.nuclei.size());
  }
  prepared.patches = cut_patches(prepared, config.patches);
  return prepared;
}

}  // namespace msmv
