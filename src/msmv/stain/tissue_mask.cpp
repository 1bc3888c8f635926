#include "msmv/stain/tissue_mask.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace msmv::stain {
namespace {

constexpr double kGlassLevel = 206;  // 240 * exp(-0.15), rounded down
constexpr int kReach = 10;           // gaps that the outside leaps over, in pixels

cv::Mat darker_than_glass(const RgbImage& image) {
  cv::Mat gray, mask;
  cv::cvtColor(image.pixels, gray, cv::COLOR_RGB2GRAY);
  const double otsu = cv::threshold(gray, mask, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  cv::threshold(gray, mask, std::max(otsu - 1, kGlassLevel), 255, cv::THRESH_BINARY_INV);
  return mask;
}

// Glass pixels whose chain of glass pixels, each at most kReach from the next along both axes,
// leads to the border: widened by half of that, they hang together.
cv::Mat outside(const cv::Mat& tissue) {
  cv::Mat glass;
  cv::copyMakeBorder(tissue == 0, glass, kReach, kReach, kReach, kReach, cv::BORDER_CONSTANT,
                     cv::Scalar(255));
  cv::Mat widened;
  cv::dilate(glass, widened, cv::getStructuringElement(cv::MORPH_RECT, {kReach, kReach}));
  cv::floodFill(widened, {0, 0}, cv::Scalar(128));
  const cv::Rect inner(kReach, kReach, tissue.cols, tissue.rows);
  return (widened(inner) == 128) & (tissue == 0);
}

}  // namespace

cv::Mat tissue_mask(const RgbImage& image) {
  cv::Mat tissue = darker_than_glass(image);
  const cv::Mat disc = (cv::Mat_<std::uint8_t>(5, 5) << 0, 0, 1, 0, 0,  //
                        0, 1, 1, 1, 0,                                  //
                        1, 1, 1, 1, 1,                                  //
                        0, 1, 1, 1, 0,                                  //
                        0, 0, 1, 0, 0);
  cv::dilate(tissue, tissue, disc);
  return outside(tissue) == 0;
}

}  // namespace msmv::stain
