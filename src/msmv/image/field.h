#pragma once

#include "msmv/image/config.h"
#include "msmv/image/rgb_image.h"

namespace msmv::image {

// The photo at the working resolution, width and height resampled apart.
// Throws InputError when a side comes out below config.refused_side_px.
Field to_field(const Photo& photo, const Config& config);

// From field pixels to the pixels of the photo, clipped to it; the largest error is one pixel of
// rounding.
PixelRect to_original(const Field& field, const PixelRect& in_field);
Point to_original(const Field& field, const Point& in_field);

}  // namespace msmv::image
