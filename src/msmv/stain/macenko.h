#pragma once

#include <optional>

#include "msmv/image/rgb_image.h"
#include "msmv/stain/he_space.h"

namespace msmv::stain {

// How hematoxylin and eosin colour one image.
struct StainLook {
  Vector3 hematoxylin{}, eosin{};  // unit vectors of optical density in R, G, B
  Vector3 max_concentration{};     // 99th percentile of hematoxylin, eosin and the rest
};

// The stains of an image by Macenko's method, from at most 2^18 of its pixels; nothing when the
// image does not show both. (Macenko et al.: A method for normalizing histology slides for
// quantitative analysis. ISBI 2009.)
std::optional<StainLook> find_stains(const RgbImage& image);

// What brings an image from one look to another. Each stain is made at most four times stronger
// or weaker; the rest, which is mostly noise, is never made stronger.
OdMap recolouring(const StainLook& from, const StainLook& to);

}  // namespace msmv::stain
