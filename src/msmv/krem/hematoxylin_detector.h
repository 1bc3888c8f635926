#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// Nuclei as maxima of the smoothed hematoxylin channel, above Otsu's threshold of that channel.
std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px);

}  // namespace msmv::krem
