#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "msmv/fitness/measures.h"
#include "msmv/image/rgb_image.h"
#include "msmv/values/nucleus.h"

namespace msmv::fitness {

// What a field shows before anything is done to its colours.
struct Look {
  Measures measures;
  cv::Mat artefacts;  // CV_8UC1, the whole field at about 1.68 um: 255 on pen, folds, blood, blur
};

// Measures a field of `um_per_px`. Linear in the pixels.
Look look_at(const RgbImage& field, double um_per_px);

// The nuclei whose centres do not lie on `artefacts`, a map of the whole `field`.
std::vector<Nucleus> outside(const cv::Mat& artefacts, std::span<const Nucleus> nuclei,
                             PixelExtent field);

}  // namespace msmv::fitness
