#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <variant>

#include "msmv/image/rgb_image.h"
#include "msmv/stain/config.h"
#include "msmv/stain/fault.h"
#include "msmv/stain/he_space.h"
#include "msmv/stain/reinhard.h"

namespace msmv::stain {

// A map that brings the colours of an image, and of all that was stained and scanned with it (tiles
// of a slide), to the look of a config's target.
struct Recolouring {
  std::variant<std::monostate, OdMap, LabMap> change;  // by none, Macenko's and Reinhard's method
  Fault fault = Fault::none;  // why the colours stay, where the image does not show both stains
};

// An image that does not show both stains (blank, black, of one colour, of one stain) keeps its
// colours: deviation D21. Measured on at most 2^18 pixels of a fixed grid. `ignored` (CV_8UC1, a
// map of the image at any size; 0: looked at) marks what is no tissue, such as ink.
Recolouring measure(const RgbImage& image, const Config& config, const cv::Mat& ignored = {});

// The recoloured image; shares the pixels of `image` where nothing changes. Each pixel by itself,
// but for Reinhard's method, which leaves glass as it is (stain/tissue_mask.h).
RgbImage apply(const Recolouring& recolouring, const RgbImage& image);

// The image in the look of config.target: measured, then applied.
RgbImage normalize(const RgbImage& image, const Config& config);

// The look of one image, or nothing if it does not show both stains.
std::optional<Target> look_of(const RgbImage& image);

// The mean look of several, each with the same weight.
// Throws std::invalid_argument when `looks` is empty.
Target average(std::span<const Target> looks);

// The mean look of images. Throws InputError when none of them shows both stains.
Target fit(std::span<const RgbImage> images);

}  // namespace msmv::stain
