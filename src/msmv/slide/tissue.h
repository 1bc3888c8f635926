#pragma once

#include <opencv2/core/mat.hpp>

#include "msmv/image/rgb_image.h"

namespace msmv::slide {

// Where a slide shows tissue; CV_8UC1, 255 or 0, in the pixels of a thumbnail.
struct TissueMask {
  cv::Mat tissue;
  cv::Mat pen;  // marks in blue, green, black or red ink, which are no tissue
};

// The resolution that find_tissue is made for.
inline constexpr double kTissueUmPerPx = 8;

// Tissue on a thumbnail of about 8 um per pixel: what is more saturated than Otsu's threshold,
// which is held between 12 and 32 of 255 so that a slide without glass is tissue throughout and one
// without tissue has none; and what hangs together with it and is more saturated than half way from
// the glass to that (membranes of fat are thinner than a pixel). Gaps of up to 32 um are closed,
// holes below 0.03 mm2 filled (fat is hardly more than holes), then parts below 0.03 mm2 left out,
// and so are pen marks with 16 um around them. Ink is told by what neither hematoxylin nor eosin,
// nor the two together, can look like: more green than red (blue, green), red without blue, black;
// only where 0.005 mm2 of it hang together.
TissueMask find_tissue(const RgbImage& thumbnail, double um_per_px);

}  // namespace msmv::slide
