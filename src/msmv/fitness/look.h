#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "msmv/fitness/measures.h"
#include "msmv/image/rgb_image.h"
#include "msmv/values/nucleus.h"

namespace msmv::fitness {

// Slopes, and so sharpness, are measured in pixels of this width, or in the field's own where these
// are coarser; colours in pixels twice as wide.
inline constexpr double kSlopeUm = 0.84;

// What a field shows before anything is done to its colours.
struct Look {
  Measures measures;
  // Maps of the whole field at about 1.68 um, CV_8UC1: 255 on ink; and on ink, folds, blood, blur.
  cv::Mat pen, artefacts;
};

// Measures a field of `um_per_px`. Linear in the pixels.
Look look_at(const RgbImage& field, double um_per_px);

// The field with its ink painted over in the mean colour of the rest, so that nothing that comes
// after sees dense lines (deviation D61); the same pixels where there is none.
RgbImage without_pen(const RgbImage& field, const Look& look);

// The nuclei whose centres do not lie on `artefacts`, a map of the whole `field`.
std::vector<Nucleus> outside(const cv::Mat& artefacts, std::span<const Nucleus> nuclei,
                             PixelExtent field);

}  // namespace msmv::fitness
