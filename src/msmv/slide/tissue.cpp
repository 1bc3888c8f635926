#include "msmv/slide/tissue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace msmv::slide {
namespace {

constexpr double kLeastSaturation = 12, kMostSaturation = 32;  // of 255
constexpr double kGapUm = 32, kPenReachUm = 16;
constexpr double kLeastTissueUm2 = 30'000, kLeastPenUm2 = 5'000;

cv::Mat disc(double diameter_um, double um_per_px) {
  const int side = std::max(1, static_cast<int>(std::lround(diameter_um / um_per_px))) | 1;
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
}

// Without the parts of a mask that are smaller than this.
cv::Mat without_small(const cv::Mat& mask, double least_um2, double um_per_px) {
  cv::Mat labels, facts, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, facts, centres);
  std::vector<std::uint8_t> kept(static_cast<std::size_t>(count), 0);
  for (int part = 1; part < count; ++part) {
    const double um2 = facts.at<int>(part, cv::CC_STAT_AREA) * um_per_px * um_per_px;
    kept[static_cast<std::size_t>(part)] = um2 >= least_um2 ? 255 : 0;
  }
  cv::Mat out(mask.size(), CV_8UC1);
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      out.at<std::uint8_t>(y, x) = kept[static_cast<std::size_t>(labels.at<int>(y, x))];
    }
  }
  return out;
}

// With the holes filled that are smaller than this. The mask's first pixel lies outside of tissue.
cv::Mat without_small_holes(const cv::Mat& mask, double least_um2, double um_per_px) {
  cv::Mat holes = ~mask;
  cv::floodFill(holes, {0, 0}, 0);  // the outside is none
  return mask | (holes & ~without_small(holes, least_um2, um_per_px));
}

// Hematoxylin and eosin both take more green out of the light than red, and eosin alone, or blood,
// leaves more blue than a red pen does.
bool is_ink(const cv::Vec3b& rgb) {
  const int red = rgb[0], green = rgb[1], blue = rgb[2];
  const int most = std::max({red, green, blue}), least = std::min({red, green, blue});
  const bool is_blue_or_green = green - red > 20 && most - least > 50;
  const bool is_red = red > 140 && red - std::max(green, blue) > 90 && blue - green < 30;
  const bool is_black = most < 70 && most - least < 30;
  return is_blue_or_green || is_red || is_black;
}

cv::Mat find_pen(const cv::Mat& rgb, double um_per_px) {
  cv::Mat ink(rgb.size(), CV_8UC1);
  for (int y = 0; y < rgb.rows; ++y) {
    for (int x = 0; x < rgb.cols; ++x) {
      ink.at<std::uint8_t>(y, x) = is_ink(rgb.at<cv::Vec3b>(y, x)) ? 255 : 0;
    }
  }
  cv::Mat reached;
  cv::dilate(without_small(ink, kLeastPenUm2, um_per_px), reached,
             disc(2 * kPenReachUm, um_per_px));
  return reached;
}

// The parts of `wide` in which there is something of `sure`.
cv::Mat parts_with(const cv::Mat& wide, const cv::Mat& sure) {
  cv::Mat labels;
  const int count = cv::connectedComponents(wide, labels);
  std::vector<std::uint8_t> is_sure(static_cast<std::size_t>(count), 0);
  for (int y = 0; y < wide.rows; ++y) {
    for (int x = 0; x < wide.cols; ++x) {
      if (sure.at<std::uint8_t>(y, x) != 0 && wide.at<std::uint8_t>(y, x) != 0) {
        is_sure[static_cast<std::size_t>(labels.at<int>(y, x))] = 255;
      }
    }
  }
  cv::Mat parts(wide.size(), CV_8UC1);
  std::transform(labels.begin<int>(), labels.end<int>(), parts.begin<std::uint8_t>(),
                 [&](int label) { return is_sure[static_cast<std::size_t>(label)]; });
  return parts;
}

// The saturation that half of the pixels without tissue stay below.
int glass_saturation(const cv::Mat& saturation, double threshold) {
  std::array<int, 256> counts{};
  int all = 0;
  for (const auto level : cv::Mat_<std::uint8_t>(saturation)) {
    all += level <= threshold ? 1 : 0;
    counts[level] += level <= threshold ? 1 : 0;
  }
  int median = 0;
  for (int below = counts[0]; 2 * below < all; below += counts[static_cast<std::size_t>(median)]) {
    ++median;
  }
  return median;
}

cv::Mat saturated(const cv::Mat& rgb) {
  cv::Mat smooth, hsv, saturation, sure, wide;
  cv::medianBlur(rgb, smooth, 3);
  cv::cvtColor(smooth, hsv, cv::COLOR_RGB2HSV);
  cv::extractChannel(hsv, saturation, 1);
  const double otsu = cv::threshold(saturation, sure, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  const double least = std::clamp(otsu, kLeastSaturation, kMostSaturation);
  cv::threshold(saturation, sure, least, 255, cv::THRESH_BINARY);
  const double half_way = (glass_saturation(saturation, least) + least) / 2;
  cv::threshold(saturation, wide, std::max(kLeastSaturation, half_way), 255, cv::THRESH_BINARY);
  return parts_with(wide, sure);
}

}  // namespace

TissueMask find_tissue(const RgbImage& thumbnail, double um_per_px) {
  TissueMask found;
  found.pen = find_pen(thumbnail.pixels, um_per_px);
  cv::Mat mask = saturated(thumbnail.pixels);
  mask.setTo(0, found.pen);
  const cv::Mat gap = disc(kGapUm, um_per_px);
  const int margin = gap.cols;  // closing at the border must not take the outside for tissue
  cv::copyMakeBorder(mask, mask, margin, margin, margin, margin, cv::BORDER_CONSTANT, 0);
  cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, gap);
  mask = without_small_holes(mask, kLeastTissueUm2, um_per_px);
  mask = mask(cv::Rect(margin, margin, thumbnail.pixels.cols, thumbnail.pixels.rows)).clone();
  mask.setTo(0, found.pen);
  found.tissue = without_small(mask, kLeastTissueUm2, um_per_px);
  return found;
}

}  // namespace msmv::slide
