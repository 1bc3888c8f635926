#pragma once

#include <functional>

#include "msmv/image/rgb_image.h"

namespace msmv::krem {

// Brings an image to the colours that a detector is to see (stain::apply).
using Recolour = std::function<RgbImage(const RgbImage&)>;

inline RgbImage unchanged(const RgbImage& image) {
  return image;
}

}  // namespace msmv::krem
