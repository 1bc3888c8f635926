#pragma once

#include <optional>
#include <span>

#include "msmv/image/rgb_image.h"
#include "msmv/stain/config.h"

namespace msmv::stain {

// The image in the look of config.target. An image that shows too little to judge its stains by
// (blank, black, of one colour, of one stain) comes back unchanged: deviation D21.
// The measures are taken from at most 2^18 pixels of a fixed grid; 2048 x 1536 pixels take below
// 0.1 s on one core. The result may share the pixels of `image`.
RgbImage normalize(const RgbImage& image, const Config& config);

// The look of one image, or nothing if it shows too little to judge by.
std::optional<Target> measure(const RgbImage& image);

// The mean look of several, each with the same weight.
// Throws std::invalid_argument when `looks` is empty.
Target average(std::span<const Target> looks);

// The mean look of images. Throws InputError when none of them shows both stains.
Target fit(std::span<const RgbImage> images);

}  // namespace msmv::stain
