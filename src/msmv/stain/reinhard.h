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

// The image with its `tissue` brought from one look to the other; glass stays as it is. A
// deviation is made at most four times larger or smaller. (Reinhard et al.: Color transfer
// between images. IEEE CG&A 21, 2001; in CIE Lab as histolab does it.)
RgbImage recolour_lab(const RgbImage& image, const cv::Mat& tissue, const LabLook& from,
                      const LabLook& to);

}  // namespace msmv::stain
