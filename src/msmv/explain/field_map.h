#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "msmv/explain/class_maps.h"
#include "msmv/image/rgb_image.h"
#include "msmv/values/key_region.h"

namespace msmv::explain {

// Lays the evidence for a class over a field, a value for every kFieldStep x kFieldStep pixels:
// CV_32FC1, the mean of all windows that cover a place, NaN where none does. `maps` are those of
// the regions, [regions][scales][classes].
inline constexpr int kFieldStep = 4;
cv::Mat lay_over(PixelExtent field, std::span<const KeyRegion> regions,
                 std::span<const ScaleMaps> maps, std::size_t label);

// Of all classes at once, and the largest absolute value among them.
struct FieldMaps {
  std::vector<cv::Mat> of_class;
  float top = 0;
};
FieldMaps lay_over(PixelExtent field, std::span<const KeyRegion> regions,
                   std::span<const ScaleMaps> maps);

// As CV_8UC4, R G B and opacity: vermilion where a place speaks for the class, the stronger the
// more opaque; blue and hatched where it speaks against it; clear where no window lies. `top` is
// the value that is opaque.
cv::Mat coloured(const cv::Mat& map, float top);

// The colours over the field in gray, at half its size, with a strip below that says what it is.
RgbImage draw_explanation(const Field& field, const cv::Mat& map, float top,
                          const std::string& caption);

}  // namespace msmv::explain
