#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/values/picture_mark.h"

namespace msmv::image {

// Takes a picture's mark: a hash of its pixels, and the signs of the 16 x 16 lowest
// frequencies (the mean apart) of its brightness, reduced to 64 x 64. A picture whose brightness
// hardly varies at that size has no look.
// Source of the idea: C. Zauner, Implementation and Benchmarking of Perceptual Image Hash
// Functions, 2010 (there of 64 bits).
PictureMark mark_of(const RgbImage& image);

}  // namespace msmv::image
