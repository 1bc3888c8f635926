#pragma once

#include <span>
#include <vector>

#include "msmv/krem/config.h"
#include "msmv/values/geometry.h"
#include "msmv/values/key_region.h"
#include "msmv/values/nucleus.h"
#include "msmv/values/seed.h"

namespace msmv::krem {

// The key regions of a field whose nuclei are known: per view at most config.regions_per_view, view
// by view, the best first (paper: KREM, count and selection). Nuclei and windows are in field
// pixels; the grids are laid in the views, from their top-left corners.
//
//   densest  the windows with the most nuclei in each view, as in the paper. Of equals, the one
//            that the grid of the view reaches first, row by row (deviation D13).
//   spread   dense windows that lie apart: the views choose in turn, each the densest window that
//   no
//            window chosen before covers by more than config.max_overlap; where there is none left,
//            the least covered one (deviation D14).
//   random   windows anywhere, at each scale; the stream is config.seed mixed with `image_seed`
//            (deviation D15).
//
// With a context, each region begins with a rectangle of config.context_px about the centre of its
// first window, moved into the field, and no larger than it (deviation D53).
//
// A view whose grid has fewer windows gives fewer regions. Throws InputError for a config that
// check() refuses and std::invalid_argument for a field smaller than the largest window.
std::vector<KeyRegion> find(std::span<const Nucleus> nuclei, PixelExtent field,
                            const Config& config, Seed image_seed);

}  // namespace msmv::krem
