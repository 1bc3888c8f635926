#pragma once

#include <span>

#include "msmv/image/rgb_image.h"
#include "msmv/patches/config.h"
#include "msmv/values/key_region.h"
#include "msmv/values/patch_batch.h"

namespace msmv::patches {

// The windows of the regions as patches: cut from the field, reduced bilinearly to the patch's side
// (paper: by 4x, 1.79x and 1x; deviation D16) and turned as the region's view sees them.
// Reducing and turning commute exactly.
// Throws std::invalid_argument when a window is not inside the field or the regions differ
// in their number of scales.
PatchBatch cut(const RgbImage& field, std::span<const KeyRegion> regions, const Config& config);

}  // namespace msmv::patches
