#pragma once

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

#include "msmv/image/rgb_image.h"

namespace msmv::stain {

// The level + 1 of clear glass, for measuring stains (as in histolab and Macenko's own code).
inline constexpr double kWhite = 240;

inline constexpr double kMaxSamples = 1 << 18;

// Every n-th pixel of every n-th row, n being the smallest that leaves at most about 2^18 pixels.
inline int sampling_step(const cv::Size& size) {
  const double step = std::sqrt(static_cast<double>(size.area()) / kMaxSamples);
  return std::max(1, static_cast<int>(std::ceil(step)));
}

inline std::vector<cv::Vec3b> sample(const RgbImage& image) {
  const int step = sampling_step(image.pixels.size());
  std::vector<cv::Vec3b> out;
  for (int y = 0; y < image.pixels.rows; y += step) {
    const auto* row = image.pixels.ptr<cv::Vec3b>(y);
    for (int x = 0; x < image.pixels.cols; x += step) {
      out.push_back(row[x]);
    }
  }
  return out;
}

}  // namespace msmv::stain
