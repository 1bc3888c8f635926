#pragma once

// Pictures and files that the image tests are made of.

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::testing {

// Smooth colours that differ along both axes and between the channels, in R G B order, so that
// any exchange of axes or channels shows.
inline cv::Mat colourful(int width, int height) {
  cv::Mat rgb(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      rgb.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(255 * x / width),
                                 static_cast<std::uint8_t>(255 * y / height),
                                 static_cast<std::uint8_t>(60 + (x + 2 * y) % 160)};
    }
  }
  return rgb;
}

inline double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() ? cv::norm(a, b, cv::NORM_INF) : 1e9;
}

inline std::string encoded(const std::string& extension, const cv::Mat& rgb,
                           const std::vector<int>& settings = {}) {
  cv::Mat stored;
  if (rgb.channels() == 3) {
    cv::cvtColor(rgb, stored, cv::COLOR_RGB2BGR);
  } else if (rgb.channels() == 4) {
    cv::cvtColor(rgb, stored, cv::COLOR_RGBA2BGRA);
  } else {
    stored = rgb;
  }
  std::vector<std::uint8_t> bytes;
  cv::imencode(extension, stored, bytes, settings);
  return {bytes.begin(), bytes.end()};
}

// The fault (without the path) that `act` ends with; "" when it ends well.
template <class Act>
std::string fault_of(Act act) {
  try {
    act();
  } catch (const Fault& error) {
    return error.fault();
  }
  return "";
}

inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace msmv::testing
