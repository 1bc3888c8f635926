#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// Nuclei as places that edges of hematoxylin close round (deviation D11): every edge pixel votes
// for the points 2.5, 3.4 and 4.2 um inwards along its gradient; nuclei are the maxima of the
// smoothed votes. Crowded nuclei stay apart, stroma's long fibres vote for no common point. Their
// area is that of the stained pixels nearest to them. Radial voting: Loy and Zelinsky, IEEE PAMI
// 25, 2003. Linear in the pixels; works at 0.84 um per pixel whatever the image's own.
std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px);

}  // namespace msmv::krem
