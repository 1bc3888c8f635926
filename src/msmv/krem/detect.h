#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/krem/config.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// The nuclei of a field by config.detector, in field pixels, in reading order of their centres.
// `um_per_px` is the field's resolution; `paper` counts in pixels and ignores it.
std::vector<Nucleus> detect(const RgbImage& field, double um_per_px, const Config& config);

}  // namespace msmv::krem
