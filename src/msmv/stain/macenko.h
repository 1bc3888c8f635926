#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "msmv/image/rgb_image.h"
#include "msmv/stain/fault.h"
#include "msmv/stain/he_space.h"

namespace msmv::stain {

// How hematoxylin and eosin colour one image.
struct StainLook {
  Vector3 hematoxylin{}, eosin{};  // unit vectors of optical density in R, G, B
  Vector3 max_concentration{};     // 99th percentile of hematoxylin, eosin and the rest
};

// The stains of an image, or why they are not known.
struct StainSearch {
  std::optional<StainLook> look;
  Fault fault = Fault::none;  // none where there is a look
};

// The stains of an image by Macenko's method, from at most 2^18 of its pixels. `ignored` (CV_8UC1,
// of any size; 0: looked at) marks what is no tissue, such as ink; empty: nothing. (Macenko et al.:
// A method for normalizing histology slides for quantitative analysis. ISBI 2009.)
StainSearch find_stains(const RgbImage& image, const cv::Mat& ignored = {});

// The map that brings an image to another look. Each stain is made at most four times stronger
// or weaker; the rest, which is mostly noise, is never made stronger.
OdMap recolouring(const StainLook& from, const StainLook& to);

}  // namespace msmv::stain
