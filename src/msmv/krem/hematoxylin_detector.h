#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/krem/recolour.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// Nuclei as places that edges of hematoxylin close round (deviation D11): every edge pixel votes
// for the points 2.5, 3.4 and 4.2 um inwards along its gradient; nuclei are the maxima of the
// smoothed votes. Crowded nuclei stay apart, stroma's long fibres vote for no common point. Their
// area is that inside the steepest fall of hematoxylin along 16 rays. The nuclei of a turned or
// mirrored image are exactly the turned nuclei. Linear in the pixels; works at 0.84 um per pixel
// whatever the image's own: `recolour` is given the image reduced to that.
std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px,
                                           const Recolour& recolour = unchanged);

}  // namespace msmv::krem
