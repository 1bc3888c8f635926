#include "msmv/classify/slide_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "msmv/classify/slide_context.h"
#include "msmv/classify/stream.h"
#include "msmv/fitness/judge.h"
#include "msmv/fitness/look.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/pipeline/threads.h"
#include "msmv/slide/tissue.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

constexpr double kMostTooCoarse = 2;            // times what the model needs
constexpr std::size_t kStainTiles = 16;         // that the stain is measured on
constexpr std::size_t kStainBytes = 16U << 20;  // of decoded blocks: those tiles share none
constexpr int kLeastThumbnailPx = 1600;         // to be looked at
constexpr int kMostThumbnailPx = 8192;

std::string size_text(const PixelExtent& extent) {
  return std::to_string(extent.width) + " x " + std::to_string(extent.height);
}

void require_fine_enough(const std::filesystem::path& path, const PixelSize& um_per_px,
                         const TileNeeds& needs) {
  const double coarsest = std::max(um_per_px.x, um_per_px.y);
  if (coarsest > kMostTooCoarse * needs.um_per_px) {
    throw InputError(path, "has pixels of " + decimal(coarsest) + " um: expected at most " +
                               decimal(kMostTooCoarse * needs.um_per_px) + " um for this model");
  }
}

void require_room_for_a_tile(const std::filesystem::path& path, const PixelExtent& extent,
                             const PixelExtent& tile) {
  if (extent.width < tile.width || extent.height < tile.height) {
    throw InputError(path, "has " + size_text(extent) + " pixels: expected at least " +
                               size_text(tile) + ", the size of a tile");
  }
}

// Square pixels of about 8 um, of the thumbnail's extent.
RgbImage at_tissue_resolution(const RgbImage& thumbnail, PixelExtent extent,
                              const PixelSize& um_per_px) {
  const auto side = [](std::int64_t px, double um) {
    return std::max(
        1, static_cast<int>(std::lround(static_cast<double>(px) * um / slide::kTissueUmPerPx)));
  };
  RgbImage small;
  cv::resize(thumbnail.pixels, small.pixels,
             {side(extent.width, um_per_px.x), side(extent.height, um_per_px.y)}, 0, 0,
             cv::INTER_AREA);
  return small;
}

int thumbnail_side(PixelExtent extent, const PixelSize& um_per_px) {
  const double longest_um = std::max(static_cast<double>(extent.width) * um_per_px.x,
                                     static_cast<double>(extent.height) * um_per_px.y);
  return static_cast<int>(std::clamp(longest_um / slide::kTissueUmPerPx, double{kLeastThumbnailPx},
                                     double{kMostThumbnailPx}));
}

std::vector<slide::Tile> tiles_at(const std::filesystem::path& path, PixelExtent extent,
                                  const PixelExtent& side, const slide::MaskShare& tissue,
                                  const SlideOptions& options) {
  std::vector<slide::Tile> tiles;
  for (const auto& [x, y] : *options.corners) {
    const PixelRect at{x, y, side.width, side.height};
    if (x < 0 || y < 0 || x + side.width > extent.width || y + side.height > extent.height) {
      throw InputError(path, "has " + size_text(extent) + " pixels: a tile of " + size_text(side) +
                                 " at " + std::to_string(x) + ", " + std::to_string(y) +
                                 " is not inside");
    }
    tiles.push_back({at, tissue.in(at)});
  }
  return tiles;
}

double finest_um(const SlidePlan& plan) {
  return std::min(plan.pixel_size.um_per_px.x, plan.pixel_size.um_per_px.y);
}

// What is measured of the slide's colours, and judged: on tiles that are spread evenly over all,
// one below the other; at the working resolution, as a field's, whatever level the tiles are read
// from: means of pixels are less strongly stained.
void measure_colours(SlidePlan& plan, const slide::Slide& slide, const Config& config) {
  if (plan.tiles.empty()) {
    return;
  }
  TileNeeds needs = plan.needs;
  needs.um_per_px = config.image.um_per_px;
  const std::size_t count = std::min(kStainTiles, plan.tiles.size());
  const slide::HalvedSlide halved(slide, needs.um_per_px / finest_um(plan), plan.from, kStainBytes);
  std::vector<cv::Mat> images(count);
  for_each_of(count, [&](std::size_t i) {
    const std::size_t index = (2 * i + 1) * plan.tiles.size() / (2 * count);
    images[i] = read_tile(halved, plan.tiles[index].at, needs, config).image.pixels;
  });
  RgbImage column;
  cv::vconcat(images, column.pixels);
  const fitness::Look look = fitness::look_at(column, config.image.um_per_px);
  plan.stain = stain::measure(column, config.stain, look.pen);
  if (look.measures.tissue >= config.fitness.least_tissue) {
    plan.unfit = fitness::why_stain_unfit(look.measures, plan.stain.fault, config.fitness);
  }
}

// The mean of a tile's views.
std::vector<float> mean_features(const Encodings& encodings) {
  const std::size_t numbers = encodings.scales * encodings.features;
  std::vector<float> mean(numbers, 0);
  for (std::size_t sample = 0; sample < encodings.samples; ++sample) {
    for (std::size_t i = 0; i < numbers; ++i) {
      mean[i] += encodings.values[sample * numbers + i] / static_cast<float>(encodings.samples);
    }
  }
  return mean;
}

TileResult classified(const slide::HalvedSlide& slide, const slide::Tile& tile,
                      const SlidePlan& plan, const Model& model) {
  TileImage image = read_tile(slide, tile.at, plan.needs, model.config);
  TileResult result{.tile = tile};
  PreparedField prepared = prepare_tile(std::move(image), plan.stain, plan.needs, model.config);
  if (model.config.krem.has_context()) {
    add_context(prepared, read_context(slide, tile.at, model.config), tile.at,
                slide.slide().facts().extent, model.config);
  }
  result.measures = prepared.measures;
  result.unfit = prepared.unfit.empty() ? plan.unfit : prepared.unfit;
  if (plan.needs.finds_nuclei) {
    result.nuclei = static_cast<int>(prepared.nuclei.size());
  }
  const Encodings encodings = model.network->encode(prepared.patches);
  const Diagnosis diagnosis = diagnose(prepared, encodings, model);
  result.label = diagnosis.label;
  result.scores = diagnosis.scores;
  result.features = mean_features(encodings);
  return result;
}

}  // namespace

SlidePlan plan_slide(const std::filesystem::path& path, const slide::Slide& slide,
                     const Config& config, const SlideOptions& options) {
  SlidePlan plan;
  const PixelExtent& extent = slide.facts().extent;
  plan.pixel_size = slide::pixel_size_of(path, slide.facts(), options.pixel_size);
  const PixelSize& um_per_px = plan.pixel_size.um_per_px;
  plan.needs = needs_of(config, options.views, options.wants_nuclei);
  plan.from = options.from;
  require_fine_enough(path, um_per_px, plan.needs);
  const PixelExtent side = slide::tile_extent(plan.needs.side_um, um_per_px);
  require_room_for_a_tile(path, extent, side);

  plan.thumbnail = slide.thumbnail(thumbnail_side(extent, um_per_px));
  const RgbImage small = at_tissue_resolution(plan.thumbnail, extent, um_per_px);
  const slide::TissueMask mask = slide::find_tissue(small, slide::kTissueUmPerPx);
  plan.tissue = mask.tissue;
  plan.pen = mask.pen;
  const double um2 = static_cast<double>(extent.width) * um_per_px.x *
                     static_cast<double>(extent.height) * um_per_px.y;
  plan.tissue_mm2 =
      um2 / 1e6 * cv::countNonZero(mask.tissue) / static_cast<double>(mask.tissue.total());
  const slide::MaskShare tissue({mask.tissue.data, mask.tissue.total()},
                                {mask.tissue.cols, mask.tissue.rows}, extent);
  plan.tiles = options.corners ? tiles_at(path, extent, side, tissue, options)
                               : slide::lay_tiles(extent, um_per_px, tissue,
                                                  {.side_um = plan.needs.side_um,
                                                   .overlap = options.overlap,
                                                   .least_tissue = options.least_tissue});
  measure_colours(plan, slide, config);
  return plan;
}

slide::HalvedSlide halved(const slide::Slide& slide, const SlidePlan& plan) {
  return {slide, plan.needs.um_per_px / finest_um(plan), plan.from};
}

bool classify_tiles(const slide::Slide& slide, const SlidePlan& plan, const Model& model,
                    const std::function<void(TileResult&&)>& take, const SlideWatch& watch) {
  const slide::HalvedSlide squares = halved(slide, plan);
  PipelineOptions options = pipeline_for(*model.network);
  if (watch.stop) {
    options.is_stopped = watch.stop;
  }
  return run_pipeline_over(
      plan.tiles.size(),
      [&](std::size_t index) { return classified(squares, plan.tiles[index], plan, model); },
      [&](std::size_t index, TileResult&& result) {
        take(std::move(result));
        if (watch.show) {
          watch.show(index + 1);
        }
        return true;
      },
      options);
}

}  // namespace msmv
