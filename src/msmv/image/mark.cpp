#include "msmv/image/mark.h"

#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <span>

#include "msmv/files/content_hash.h"

namespace msmv::image {
namespace {

constexpr int kSide = 64, kFrequencies = 16;
constexpr double kLeastDeviation = 1;  // of 255: less is noise

std::string hash_of_pixels(const cv::Mat& rgb) {
  const cv::Mat whole = rgb.isContinuous() ? rgb : rgb.clone();
  const auto bytes = std::as_bytes(std::span(whole.data, whole.total() * whole.elemSize()));
  const std::string size = std::to_string(whole.cols) + " x " + std::to_string(whole.rows) + " ";
  return files::content_hash(size + files::content_hash(bytes)).substr(0, 16);
}

}  // namespace

PictureMark mark_of(const RgbImage& image) {
  PictureMark mark{hash_of_pixels(image.pixels), std::nullopt};
  cv::Mat small, gray, brightness, spectrum;
  cv::resize(image.pixels, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(small, gray, cv::COLOR_RGB2GRAY);
  gray.convertTo(brightness, CV_32F);
  cv::Scalar mean, deviation;
  cv::meanStdDev(brightness, mean, deviation);
  if (deviation[0] < kLeastDeviation) {
    return mark;
  }
  cv::dct(brightness, spectrum);
  mark.look.emplace();
  for (int v = 0; v < kFrequencies; ++v) {
    for (int u = 0; u < kFrequencies; ++u) {
      const bool is_positive = spectrum.at<float>(v + 1, u + 1) > 0;
      const auto bit = static_cast<std::size_t>(v * kFrequencies + u);
      (*mark.look)[bit / 64] |= std::uint64_t{is_positive} << (bit % 64);
    }
  }
  return mark;
}

}  // namespace msmv::image
