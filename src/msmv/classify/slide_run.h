#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "msmv/classify/model.h"
#include "msmv/classify/slide_tile.h"
#include "msmv/slide/slide.h"
#include "msmv/slide/tiles.h"
#include "msmv/slide/um_per_px.h"
#include "msmv/stain/normalize.h"

// One whole slide by one model. It is classified tile by tile; no diagnosis of the slide is made.

namespace msmv {

struct SlideOptions {
  slide::PixelSizeRules pixel_size;
  double overlap = 0;          // of neighbouring tiles, as a share of their side; below 1
  double least_tissue = 0.25;  // share of a tile that must be tissue
  int views = 1;               // of a tile, 1 to 6; several vote
  bool wants_nuclei = false;   // count them in each tile
  slide::From from = slide::From::coarsest_level;  // level 0 is slower: to compare with
  // Corners of tiles that were chosen elsewhere, in pixels of level 0, in place of the grid.
  std::optional<std::vector<std::pair<std::int64_t, std::int64_t>>> corners{};
};

// All that is known of a slide before the network has seen it.
struct SlidePlan {
  slide::KnownPixelSize pixel_size;
  TileNeeds needs;
  slide::From from = slide::From::coarsest_level;
  RgbImage thumbnail;
  cv::Mat tissue, pen;  // CV_8UC1 of about 8 um a pixel
  double tissue_mm2 = 0;
  std::vector<slide::Tile> tiles;
  stain::Recolouring stain;  // measured once, on some of the tiles
  std::string unfit;         // why these colours can't be those of any slide in H&E, or ""
};

// Finds tissue, lays the tiles and measures the stain, the tiles for that on all threads of the
// caller's (on_threads). Throws InputError for a slide whose pixel
// size nobody knows, of pixels too coarse for the model (more than twice what it needs), smaller
// than a tile or damaged where it was looked at, and for a corner whose tile isn't inside the
// slide.
SlidePlan plan_slide(const std::filesystem::path& path, const slide::Slide& slide,
                     const Config& config, const SlideOptions& options);

// What the model says of one tile.
struct TileResult {
  slide::Tile tile;
  fitness::Measures measures;  // before its colours were changed
  std::string unfit;           // why it, or the slide, can't carry a diagnosis, or ""; it has a
                               // class all the same
  std::optional<int> nuclei;
  std::size_t label = 0;        // index into the model's classes
  ClassScores scores;           // mean of its views
  std::vector<float> features;  // mean of its views' encodings; scales one behind the other
};

// How a run is watched. Each may be empty.
struct SlideWatch {
  std::function<bool()> stop;                        // asked before each tile
  std::function<void(std::size_t tiles_done)> show;  // told after each tile
};

// The slide as the tiles of a plan are read.
slide::HalvedSlide halved(const slide::Slide& slide, const SlidePlan& plan);

// Gives the tiles of a plan to `take`, in their order, from one thread at a time; several tiles are
// worked on at once. The results depend on neither threads nor company. False when it was stopped.
// Throws InputError when a tile can't be decoded.
bool classify_tiles(const slide::Slide& slide, const SlidePlan& plan, const Model& model,
                    const std::function<void(TileResult&&)>& take, const SlideWatch& watch);

}  // namespace msmv
