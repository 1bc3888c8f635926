#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
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

// Without the pixels that `ignored` marks: CV_8UC1, a map of the image at any size, or empty.
inline std::vector<cv::Vec3b> sample(const RgbImage& image, const cv::Mat& ignored = {}) {
  const cv::Size size = image.pixels.size();
  const int step = sampling_step(size);
  const auto is_ignored = [&](int x, int y) {
    return !ignored.empty() && ignored.at<std::uint8_t>(y * ignored.rows / size.height,
                                                        x * ignored.cols / size.width) != 0;
  };
  std::vector<cv::Vec3b> out;
  for (int y = 0; y < size.height; y += step) {
    const auto* row = image.pixels.ptr<cv::Vec3b>(y);
    for (int x = 0; x < size.width; x += step) {
      if (!is_ignored(x, y)) {
        out.push_back(row[x]);
      }
    }
  }
  return out;
}

}  // namespace msmv::stain
