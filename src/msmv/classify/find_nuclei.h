#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/krem/config.h"
#include "msmv/values/nucleus.h"

namespace msmv {

// The nuclei of a field by config.detector, in field pixels, in reading order. `field.image` has the
// colours as they were read, which the learned detector was trained on; `normalized` is the same
// after stain normalisation, by which the others go. Throws InputError when the learned detector's
// network is not there (network/nuclei_network.h).
std::vector<Nucleus> find_nuclei(const Field& field, const RgbImage& normalized,
                                 const krem::Config& config);

}  // namespace msmv
