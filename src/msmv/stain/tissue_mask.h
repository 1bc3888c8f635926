#pragma once

#include <opencv2/core/mat.hpp>

#include "msmv/image/rgb_image.h"

namespace msmv::stain {

// 255 on tissue, 0 on clear glass, CV_8UC1: gray below Otsu's threshold, but at least below
// level 207 (an optical density of 0.15), so that a field without glass is tissue throughout;
// widened by 2 pixels; holes filled unless gaps of at most 10 pixels lead out of them to the
// border. After histolab's mask of a tile, with which it agrees but for the level.
cv::Mat tissue_mask(const RgbImage& image);

}  // namespace msmv::stain
