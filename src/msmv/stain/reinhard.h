#pragma once

#include <array>
#include <optional>

#include "msmv/image/rgb_image.h"

namespace msmv::stain {

// Mean and standard deviation of the tissue's colours in CIE L*, a*, b* (sRGB, D65).
struct LabLook {
  std::array<double, 3> mean{}, deviation{};
};

// The look of what `tissue` marks (stain/tissue_mask.h); nothing where that is nothing, or all of
// one brightness.
std::optional<LabLook> find_lab_look(const RgbImage& image, const cv::Mat& tissue);

// A change of colour that is linear in CIE L*, a*, b*: lab' = gain * lab + shift.
struct LabMap {
  std::array<double, 3> gain{1, 1, 1}, shift{};
};

// The map from one look to another. A deviation is made at most four times larger or smaller.
// (Reinhard et al.: Color transfer between images. IEEE CG&A 21, 2001; in CIE Lab as histolab does
// it.)
LabMap recolouring(const LabLook& from, const LabLook& to);

// The image with its `tissue` recoloured; glass stays as it is.
RgbImage apply(const LabMap& map, const RgbImage& image, const cv::Mat& tissue);

}  // namespace msmv::stain
