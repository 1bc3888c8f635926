#pragma once

#include "msmv/report/slide_tables.h"

namespace msmv::report {

// The height of the key that lies below a heat map's picture.
inline constexpr int kHeatMapKeyPx = 110;

// The slide's thumbnail with each tile in the colour of its class over gray, the stronger the
// higher its probability; where tiles overlap, a pixel is that tile's whose centre is nearest.
// Below it the key of the classes, a scale bar, and what this is: "tile classifier, not validated
// on slides".
RgbImage draw_heat_map(const SlideReport& report, const ClassNames& classes);

// Tissue white, pen marks gray, the rest black, at about 8 um a pixel.
RgbImage draw_tissue_mask(const SlidePlan& plan);

}  // namespace msmv::report
