#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/krem/config.h"
#include "msmv/krem/recolour.h"
#include "msmv/values/centre_map.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// The nuclei of a field by config.detector, in field pixels, in reading order of their centres.
// `um_per_px` is the field's resolution; `paper` counts in pixels and ignores it. `recolour` brings
// what the detector looks at, which may be a reduced image, to the colours of other fields.
//
// `learned` and `accurate` look at the field in its own colours and need `network`, which the
// others ignore; without one they throw std::invalid_argument.
std::vector<Nucleus> detect(const RgbImage& field, double um_per_px, const Config& config,
                            const Recolour& recolour = unchanged,
                            const CentreNetwork* network = nullptr);

}  // namespace msmv::krem
