#include "msmv/krem/learned_detector.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace msmv::krem {
namespace {

constexpr int kReach = 2;  // a peak is the highest of 5 x 5

int scaled_side(int px, double factor) {
  return std::max(1, static_cast<int>(std::lround(px * factor)));
}

// At the network's pixel size.
cv::Mat at_pixel_size(const cv::Mat& rgb, double factor) {
  const cv::Size size(scaled_side(rgb.cols, factor), scaled_side(rgb.rows, factor));
  cv::Mat resized;
  cv::resize(rgb, resized, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return resized;
}

// Mirrored out at the right and at the bottom.
cv::Mat mirrored_out(const cv::Mat& rgb, int multiple_px) {
  const auto missing = [&](int px) { return (multiple_px - px % multiple_px) % multiple_px; };
  cv::Mat whole;
  cv::copyMakeBorder(rgb, whole, 0, missing(rgb.rows), 0, missing(rgb.cols), cv::BORDER_REFLECT);
  return whole;
}

// Where between its neighbours the top lies, by the parabola through the three.
double top_between(float before, float at, float after) {
  const double curvature = static_cast<double>(before) - 2.0 * at + after;
  return curvature < 0 ? std::clamp(0.5 * (before - after) / curvature, -0.5, 0.5) : 0;
}

Peak refined(const cv::Mat& map, int x, int y) {
  Peak peak{{x + 0.5, y + 0.5}, map.at<float>(y, x)};
  if (x > 0 && x + 1 < map.cols) {
    peak.at.x += top_between(map.at<float>(y, x - 1), peak.height, map.at<float>(y, x + 1));
  }
  if (y > 0 && y + 1 < map.rows) {
    peak.at.y += top_between(map.at<float>(y - 1, x), peak.height, map.at<float>(y + 1, x));
  }
  return peak;
}

}  // namespace

std::vector<Peak> peaks_of(const CentreMap& map, double threshold) {
  const cv::Mat heights(map.height, map.width, CV_32F, const_cast<float*>(map.values.data()));
  cv::Mat highest;
  cv::dilate(heights, highest, cv::Mat::ones(2 * kReach + 1, 2 * kReach + 1, CV_8U));
  std::vector<Peak> peaks;
  cv::Mat is_taken = cv::Mat::zeros(heights.size(), CV_8U);  // by an equal peak before it
  for (int y = 0; y < heights.rows; ++y) {
    for (int x = 0; x < heights.cols; ++x) {
      const float height = heights.at<float>(y, x);
      if (height < threshold || height < highest.at<float>(y, x) || is_taken.at<uchar>(y, x)) {
        continue;
      }
      const cv::Rect around(x - kReach, y - kReach, 2 * kReach + 1, 2 * kReach + 1);
      is_taken(around & cv::Rect({}, heights.size())).setTo(1);
      peaks.push_back(refined(heights, x, y));
    }
  }
  return peaks;
}

std::vector<Nucleus> detect_by_network(const RgbImage& image, double um_per_px,
                                       const CentreNetwork& network) {
  const cv::Mat seen = at_pixel_size(image.pixels, um_per_px / network.um_per_px);
  const cv::Mat whole = mirrored_out(seen, network.multiple_px);
  const std::span<const std::uint8_t> rgb(whole.ptr(), whole.total() * 3);
  const CentreMap map = network.map(rgb, {whole.cols, whole.rows});
  if (map.width * 2 != whole.cols || map.height * 2 != whole.rows ||
      map.values.size() != whole.total() / 4) {
    throw std::invalid_argument("krem: a map of centres that is not half the picture's size");
  }
  const double scale_x = 2.0 * image.pixels.cols / seen.cols;
  const double scale_y = 2.0 * image.pixels.rows / seen.rows;
  std::vector<Nucleus> nuclei;
  for (const Peak& peak : peaks_of(map, network.threshold)) {
    const Point at{peak.at.x * scale_x, peak.at.y * scale_y};
    if (at.x < image.pixels.cols && at.y < image.pixels.rows) {
      nuclei.push_back({.centre = at, .probability = peak.height});
    }
  }
  return nuclei;
}

}  // namespace msmv::krem
