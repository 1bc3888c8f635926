#include "msmv/view/cut.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

namespace msmv::view {
namespace {

constexpr double kMostPixelsAtOnce = 4e6;

// Of the level that such a reduction is read from.
double level_downsampling(const slide::SlideFacts& facts, double reduction) {
  double best = 1;
  for (const double level : facts.levels) {
    if (level <= reduction) {
      best = std::max(best, level);
    }
  }
  return best;
}

void cut_into(const slide::Slide& slide, const PixelRect& at, cv::Mat out) {
  const double across = static_cast<double>(at.width) / out.cols;
  const double down = static_cast<double>(at.height) / out.rows;
  const double reduction = std::max(1.0, std::min(across, down));
  const double downsampling = level_downsampling(slide.facts(), reduction);
  const double pixels = static_cast<double>(at.width) * static_cast<double>(at.height) /
                        (downsampling * downsampling);
  if (pixels <= kMostPixelsAtOnce || out.total() == 1) {
    const RgbImage read = slide.read(at, reduction);
    cv::resize(read.pixels, out, out.size(), 0, 0, cv::INTER_AREA);
    return;
  }
  const bool is_wide = out.cols >= out.rows;
  const int half = (is_wide ? out.cols : out.rows) / 2;
  PixelRect first = at, second = at;
  if (is_wide) {
    first.width = std::max<std::int64_t>(1, std::llround(half * across));
    second.x += first.width;
    second.width -= first.width;
    cut_into(slide, first, out.colRange(0, half));
    cut_into(slide, second, out.colRange(half, out.cols));
  } else {
    first.height = std::max<std::int64_t>(1, std::llround(half * down));
    second.y += first.height;
    second.height -= first.height;
    cut_into(slide, first, out.rowRange(0, half));
    cut_into(slide, second, out.rowRange(half, out.rows));
  }
}

std::string encoded(const cv::Mat& pixels, const char* extension, const std::vector<int>& options) {
  std::vector<std::uint8_t> bytes;
  if (!cv::imencode(extension, pixels, bytes, options)) {
    throw std::runtime_error("a picture can't be encoded");
  }
  return {bytes.begin(), bytes.end()};
}

}  // namespace

RgbImage cut(const slide::Slide& slide, const PixelRect& at_level_0, PixelExtent size) {
  if (size.width < 1 || size.height < 1 || size.width > at_level_0.width ||
      size.height > at_level_0.height) {
    throw std::invalid_argument("view::cut: the picture must be smaller than what it shows");
  }
  RgbImage image{cv::Mat(static_cast<int>(size.height), static_cast<int>(size.width), CV_8UC3)};
  cut_into(slide, at_level_0, image.pixels);
  return image;
}

std::string jpeg(const RgbImage& image, int quality) {
  cv::Mat bgr;
  cv::cvtColor(image.pixels, bgr, cv::COLOR_RGB2BGR);
  return encoded(bgr, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

std::string png(const cv::Mat& rgba) {
  cv::Mat bgra;
  cv::cvtColor(rgba, bgra, cv::COLOR_RGBA2BGRA);
  return encoded(bgra, ".png", {});
}

}  // namespace msmv::view
