#include "msmv/slide/shrink_averaged.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace msmv::slide {
namespace {

// The pixels of one axis that a result is the mean of.
struct Taps {
  int first = 0;
  std::array<float, 4> weights{};
};

std::vector<Taps> taps_of(int from, int to) {
  const double ratio = static_cast<double>(from) / to;
  const double width = std::max(1.0, std::sqrt(ratio * ratio - 1));
  std::vector<Taps> taps(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * ratio;
    const double begin = std::max(0.0, centre - width / 2);
    const double end = std::min<double>(from, centre + width / 2);
    Taps& tap = taps[static_cast<std::size_t>(i)];
    tap.first = std::clamp(static_cast<int>(begin), 0, std::max(0, from - 4));
    for (int k = 0; k < 4; ++k) {
      const double left = tap.first + k;
      tap.weights[static_cast<std::size_t>(k)] = static_cast<float>(
          std::max(0.0, std::min(end, left + 1) - std::max(begin, left)) / (end - begin));
    }
  }
  return taps;
}

}  // namespace

cv::Mat shrink_averaged(const cv::Mat& image, const cv::Size& size) {
  if (image.type() != CV_8UC3 || size.width > image.cols || size.height > image.rows ||
      2 * size.width < image.cols || 2 * size.height < image.rows || image.cols < 4 ||
      image.rows < 4) {
    throw std::invalid_argument(
        "shrink_averaged: wanted RGB of 4 pixels a side at least, at most "
        "halved");
  }
  const auto columns = taps_of(image.cols, size.width), rows = taps_of(image.rows, size.height);
  cv::Mat_<cv::Vec3f> narrow(image.rows, size.width);
  for (int y = 0; y < image.rows; ++y) {
    const auto* in = image.ptr<cv::Vec3b>(y);
    cv::Vec3f* out = narrow[y];
    for (const Taps& tap : columns) {
      cv::Vec3f sum;
      for (int k = 0; k < 4; ++k) {
        sum += tap.weights[static_cast<std::size_t>(k)] * cv::Vec3f(in[tap.first + k]);
      }
      *out++ = sum;
    }
  }
  cv::Mat shrunk(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y) {
    const Taps& tap = rows[static_cast<std::size_t>(y)];
    auto* out = shrunk.ptr<cv::Vec3b>(y);
    for (int x = 0; x < size.width; ++x) {
      cv::Vec3f sum;
      for (int k = 0; k < 4; ++k) {
        sum += tap.weights[static_cast<std::size_t>(k)] * narrow(tap.first + k, x);
      }
      out[x] = cv::Vec3b(cv::saturate_cast<uchar>(sum[0]), cv::saturate_cast<uchar>(sum[1]),
                         cv::saturate_cast<uchar>(sum[2]));
    }
  }
  return shrunk;
}

}  // namespace msmv::slide
