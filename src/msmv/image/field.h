#pragma once

#include "msmv/image/config.h"
#include "msmv/image/rgb_image.h"

namespace msmv::image {

// The photo at the working resolution, width and height resampled apart (deviation D30): a side
// becomes round(side * um_per_px / config.um_per_px) pixels, by averaging over areas where it
// shrinks and by cubic interpolation where it grows. A photo that has the working resolution
// already is not touched: the field shares its pixels.
// A side below config.min_side_px is mirrored out to it on both ends, again and again where one
// mirror image doesn't suffice (deviation D31).
// Throws InputError, with the photo's path, when a side comes out below config.refused_side_px or
// the field larger than any memory should hold.
Field to_field(const Photo& photo, const Config& config);

// From field pixels to the pixels of the photo. What lies in a mirrored margin is led back to the
// pixels it is the mirror image of, so that no rectangle comes out empty or outside. Edges are
// rounded to whole pixels: the error is at most half a pixel of the photo.
PixelRect to_original(const Field& field, const PixelRect& in_field);
Point to_original(const Field& field, const Point& in_field);

}  // namespace msmv::image
