#pragma once

#include <vector>

#include "msmv/values/geometry.h"
#include "msmv/values/view.h"

namespace msmv {

// One place that KREM chose: a window per scale, coarse to fine, each inside the one before it,
// and the nuclei counted in each. Windows are square, but for a context that comes first. Windows
// are in the pixels of the field as photographed (not of the view), so that every user of a region
// works in one frame; `view` says in which view the grid was laid, hence how the patches are turned
// before they are encoded.
struct KeyRegion {
  View view = View::raw;
  std::vector<PixelRect> windows;
  std::vector<int> nuclei;
  bool has_upright_context = false;  // the first window's patch is not turned
  bool operator==(const KeyRegion&) const = default;
};

}  // namespace msmv
