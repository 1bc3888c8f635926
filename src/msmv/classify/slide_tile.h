#pragma once

#include "msmv/classify/classify.h"
#include "msmv/slide/slide.h"

// A tile of a slide is a photo of the model's largest window, already cut out: from the slide to
// its patches.

namespace msmv {

// What a model must see of a tile.
struct TileNeeds {
  double side_um = 0;         // the model's largest window
  double um_per_px = 0;       // the coarsest pixels that serve
  bool finds_nuclei = false;  // then the tile is brought to the working resolution
  int views = 1;              // of a tile; several vote
};

// A model of several scales chooses its finer windows by the nuclei, at the working resolution; one
// of a single scale needs no more pixels than its patch has, unless `wants_nuclei`.
TileNeeds needs_of(const Config& config, int views, bool wants_nuclei);

// A square of the slide at a resolution of its own, finer than TileNeeds ask for or just that.
struct TileImage {
  RgbImage image;
  double um_per_px = 0;
};

// Reads one: never brought to a finer resolution than it was read in, unless nuclei are to be found
// on a slide that is coarser than the working resolution, nor kept at a finer one than that.
// Throws InputError when it can't be decoded.
TileImage read_tile(const slide::Slide& slide, const PixelRect& at, const TileNeeds& needs,
                    const Config& config);

// What a tile looks like before its colours are changed; shares of its pixels at the resolution of
// a patch.
struct TileLook {
  double glass = 0;      // brighter than an optical density of 0.15: clear glass, fat
  double dark = 0;       // darker than an optical density of 1 in gray: folds, ink, thick places
  double sharpness = 0;  // variance of the Laplacian of the gray levels
};
TileLook look_of(const RgbImage& tile, int patch_side_px);

// A tile as a field whose patches are in the colours of the model's target; a region a view.
PreparedField prepare_tile(TileImage&& tile, const stain::Recolouring& stain,
                           const TileNeeds& needs, const Config& config);

}  // namespace msmv
