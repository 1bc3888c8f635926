#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/values/look.h"

namespace msmv::image {

inline constexpr double kUmPerPxOfLooks = 0.84;

// The look of a photo, measured at kUmPerPxOfLooks. Throws InputError for a photo that is less than
// a few pixels wide there.
Look look_of(const Photo& photo);

}  // namespace msmv::image
