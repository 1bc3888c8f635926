#include "msmv/image/look.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "msmv/image/field.h"

namespace msmv::image {
namespace {

constexpr Config kAtLooks{.um_per_px = kUmPerPxOfLooks, .min_side_px = 8, .refused_side_px = 8};
constexpr double kClearGlass = 256;  // the level + 1 of clear glass

using Histogram = std::array<std::int64_t, 256>;

std::array<Histogram, 3> histograms_of(const cv::Mat& rgb) {
  std::array<Histogram, 3> counts{};
  for (int y = 0; y < rgb.rows; ++y) {
    const auto* level = rgb.ptr<std::uint8_t>(y);
    for (int i = 0; i < 3 * rgb.cols; ++i) {
      ++counts[static_cast<std::size_t>(i % 3)][level[i]];
    }
  }
  return counts;
}

double density(std::size_t level) {
  return -std::log((static_cast<double>(level) + 1) / kClearGlass);
}

double mean_density(const Histogram& counts, double pixels) {
  double sum = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    sum += static_cast<double>(counts[level]) * density(level);
  }
  return sum / pixels;
}

double density_deviation(const Histogram& counts, double pixels, double mean) {
  double sum = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    const double from_mean = density(level) - mean;
    sum += static_cast<double>(counts[level]) * from_mean * from_mean;
  }
  return std::sqrt(sum / pixels);
}

double sharpness(const cv::Mat& rgb) {
  cv::Mat gray, laplacian, mean, deviation;
  cv::cvtColor(rgb, gray, cv::COLOR_RGB2GRAY);
  cv::Laplacian(gray, laplacian, CV_16S);
  cv::meanStdDev(laplacian, mean, deviation);
  return deviation.at<double>(0);
}

}  // namespace

Look look_of(const Photo& photo) {
  const cv::Mat rgb = to_field(photo, kAtLooks).image.pixels;
  const auto counts = histograms_of(rgb);
  const auto pixels = static_cast<double>(rgb.total());
  Look look;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    look.density_mean[channel] = mean_density(counts[channel], pixels);
    look.density_deviation[channel] =
        density_deviation(counts[channel], pixels, look.density_mean[channel]);
  }
  look.sharpness = sharpness(rgb);
  return look;
}

}  // namespace msmv::image
