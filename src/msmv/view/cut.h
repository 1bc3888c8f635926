#pragma once

#include <string>

#include "msmv/slide/slide.h"

namespace msmv::view {

// A rectangle of a slide or picture, brought to `size` by averaging over areas: no side may be
// longer than that of the rectangle. However large the rectangle, no more than 4 million pixels are
// read at once. Throws InputError when a part of it can't be decoded.
RgbImage cut(const slide::Slide& slide, const PixelRect& at_level_0, PixelExtent size);

// As bytes of a JPEG of that quality, 1 to 100; and as those of a PNG, from R G B and opacity
// (CV_8UC4).
std::string jpeg(const RgbImage& image, int quality);
std::string png(const cv::Mat& rgba);

}  // namespace msmv::view
