#pragma once

#include "msmv/classify/classify.h"
#include "msmv/fitness/look.h"
#include "msmv/slide/halved.h"
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

// A model of several windows chooses the finer ones by the nuclei, at the working resolution; one
// of a single window needs no more pixels than its patch has, unless `wants_nuclei`.
TileNeeds needs_of(const Config& config, int views, bool wants_nuclei);

// A square of the slide at a resolution of its own, finer than TileNeeds ask for or just that.
struct TileImage {
  RgbImage image;
  double um_per_px = 0;
};

// Reads one, by way of pixels that are the same from every level (slide/halved.h). Where a patch is
// all that the model needs, it comes out as that patch; else at the working resolution. It is never
// brought to a finer resolution than it was read in, unless nuclei are to be found on a slide that
// is coarser than the working resolution.
// Throws InputError when it can't be decoded.
TileImage read_tile(const slide::HalvedSlide& slide, const PixelRect& at, const TileNeeds& needs,
                    const Config& config);

// A tile as a field, without the model's context (slide_context.h), whose patches are in the
// colours of the model's target; a region a view. It is measured as a field is (fitness/look.h), in
// its own pixels: what is sharp to the model counts as sharp. Of the reasons to be unfit these are
// asked for that differ from place to place, and nuclei only where they choose the windows: fat
// that has none is no fault of a tile.
PreparedField prepare_tile(TileImage&& tile, const stain::Recolouring& stain,
                           const TileNeeds& needs, const Config& config);

// Its steps before the patches are cut, one by one for what times them. The first measures the tile
// and paints ink over.
fitness::Look look_at_tile(PreparedField& tile);
void choose_regions(PreparedField& tile, const fitness::Look& look, const TileNeeds& needs,
                    const Config& config);

}  // namespace msmv
