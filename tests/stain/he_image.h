#pragma once

// Pictures of hematoxylin and eosin with known stain vectors, by Beer and Lambert's law.

#include <cmath>
#include <opencv2/core.hpp>
#include <random>

#include "msmv/image/rgb_image.h"
#include "msmv/stain/matrix3.h"

namespace msmv::testing {

struct HeStains {
  stain::Vector3 hematoxylin = {0.65, 0.70, 0.29};
  stain::Vector3 eosin = {0.21, 0.91, 0.35};
};

// Concentrations drawn uniformly from [0, most], a third of the pixels of one stain alone;
// `white` is the level + 1 of clear glass.
inline RgbImage he_image(const cv::Size& size, const HeStains& stains, double most_hematoxylin,
                         double most_eosin, double white = 240) {
  RgbImage image{cv::Mat(size, CV_8UC3)};
  std::mt19937_64 random(7);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double kind = uniform();
      const double h = kind < 1.0 / 6 ? 0 : most_hematoxylin * uniform();
      const double e = kind > 5.0 / 6 ? 0 : most_eosin * uniform();
      for (int c = 0; c < 3; ++c) {
        const auto channel = static_cast<std::size_t>(c);
        const double od = h * stains.hematoxylin[channel] + e * stains.eosin[channel];
        image.pixels.at<cv::Vec3b>(y, x)[c] =
            cv::saturate_cast<std::uint8_t>(white * std::exp(-od) - 1);
      }
    }
  }
  return image;
}

inline double mean_difference(const RgbImage& a, const RgbImage& b) {
  return cv::norm(a.pixels, b.pixels, cv::NORM_L1) / (3.0 * static_cast<double>(a.pixels.total()));
}

inline double largest_difference(const RgbImage& a, const RgbImage& b) {
  return cv::norm(a.pixels, b.pixels, cv::NORM_INF);
}

}  // namespace msmv::testing
