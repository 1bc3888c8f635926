#include "msmv/report/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace msmv::report {
namespace {

// Okabe and Ito's colours, which stay apart for colour-blind eyes and from hematoxylin and eosin.
const std::array<cv::Scalar, 4> kScaleColours = {cv::Scalar(0, 114, 178), cv::Scalar(230, 159, 0),
                                                 cv::Scalar(213, 94, 0), cv::Scalar(0, 158, 115)};
const cv::Scalar kNucleus(0, 230, 118), kInk(34, 34, 34), kWhite(255, 255, 255);
constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;

const cv::Scalar& colour_of(std::size_t scale) {
  return kScaleColours[std::min(scale, kScaleColours.size() - 1)];
}

// Sizes follow the picture's width, so that a thumbnail can be read as well.
double unit_of(const cv::Mat& picture) {
  return std::max(0.4, picture.cols / 2048.0);
}

int thickness(double unit, double lines) {
  return std::max(1, static_cast<int>(std::lround(unit * lines)));
}

// A rectangle with a white rim, to be seen on dark and on bright ground.
void draw_window(cv::Mat& picture, const PixelRect& window, const cv::Scalar& colour,
                 double lines) {
  const double unit = unit_of(picture);
  const cv::Rect rect(static_cast<int>(window.x), static_cast<int>(window.y),
                      static_cast<int>(window.width), static_cast<int>(window.height));
  cv::rectangle(picture, rect, kWhite, thickness(unit, lines + 3), cv::LINE_AA);
  cv::rectangle(picture, rect, colour, thickness(unit, lines), cv::LINE_AA);
}

// Text on a filled box whose top left corner is `at`, moved into the picture; where it ended.
cv::Rect draw_label(cv::Mat& picture, const std::string& text, cv::Point at,
                    const cv::Scalar& ground) {
  const double unit = unit_of(picture);
  const double size = 0.8 * unit;
  const int weight = thickness(unit, 2);
  int baseline = 0;
  const cv::Size extent = cv::getTextSize(text, kFont, size, weight, &baseline);
  const int margin = thickness(unit, 6);
  cv::Rect box(at.x, at.y, extent.width + 2 * margin, extent.height + baseline + 2 * margin);
  box.x = std::clamp(box.x, 0, std::max(0, picture.cols - box.width));
  box.y = std::clamp(box.y, 0, std::max(0, picture.rows - box.height));
  cv::rectangle(picture, box, ground, cv::FILLED);
  cv::putText(picture, text, {box.x + margin, box.y + margin + extent.height}, kFont, size, kWhite,
              weight, cv::LINE_AA);
  return box;
}

void draw_nuclei(cv::Mat& picture, std::span<const Nucleus> nuclei) {
  const double unit = unit_of(picture);
  for (const Nucleus& nucleus : nuclei) {
    const cv::Point centre(static_cast<int>(nucleus.centre.x), static_cast<int>(nucleus.centre.y));
    cv::circle(picture, centre, thickness(unit, 4), kNucleus, cv::FILLED, cv::LINE_AA);
    cv::circle(picture, centre, thickness(unit, 4), kInk, 1, cv::LINE_AA);
  }
}

std::string label_of(const KeyRegion& region) {
  std::string text = name(region.view);
  std::string separator = " ";
  for (const int count : region.nuclei) {
    text += separator + std::to_string(count);
    separator = "/";
  }
  return text;
}

// The longest of 1, 2, 5, 10, ... um that is at most a sixth of the field.
double scale_bar_um(const Field& field) {
  const double longest = field.image.pixels.cols * field.um_per_px / 6;
  double best = 1;
  for (double decade = 1; decade <= longest; decade *= 10) {
    for (const double step : {1.0, 2.0, 5.0}) {
      best = decade * step <= longest ? decade * step : best;
    }
  }
  return best;
}

cv::Mat strip(const Field& field, const OverlayMarks& marks) {
  const double unit = unit_of(field.image.pixels);
  const int height = static_cast<int>(std::lround(70 * unit));
  cv::Mat out(height, field.image.pixels.cols, CV_8UC3, kInk);
  const int left = static_cast<int>(24 * unit), middle = height / 2;
  const double bar_um = scale_bar_um(field);
  const int bar_px = static_cast<int>(std::lround(bar_um / field.um_per_px));
  cv::line(out, {left, middle}, {left + bar_px, middle}, kWhite, thickness(unit, 6));
  char text[96];
  std::snprintf(text, sizeof text, "%g um", bar_um);
  const int line_top = middle - static_cast<int>(20 * unit);
  int x = draw_label(out, text, {left + bar_px, line_top}, kInk).br().x + left;
  std::snprintf(text, sizeof text, "%zu nuclei", marks.nuclei.size());
  cv::circle(out, {x, middle}, thickness(unit, 7), kNucleus, cv::FILLED, cv::LINE_AA);
  x = draw_label(out, text, {x + left / 2, line_top}, kInk).br().x + left;
  const std::size_t scales = marks.regions.empty() ? 0 : marks.regions.front().windows.size();
  for (std::size_t scale = 0; scale < scales; ++scale) {
    const auto side = static_cast<double>(marks.regions.front().windows[scale].width);
    std::snprintf(text, sizeof text, "%.0f um", side * field.um_per_px);
    x = draw_label(out, text, {x, line_top}, colour_of(scale)).br().x + left / 2;
  }
  if (!marks.caption.empty()) {
    draw_label(out, marks.caption, {x + left, line_top}, kInk);
  }
  return out;
}

}  // namespace

RgbImage draw_overlay(const Field& field, const OverlayMarks& marks) {
  cv::Mat picture = field.image.pixels.clone();
  draw_nuclei(picture, marks.nuclei);
  for (const KeyRegion& region : marks.regions) {
    for (std::size_t scale = 0; scale < region.windows.size(); ++scale) {
      draw_window(picture, region.windows[scale], colour_of(scale), scale == 0 ? 5 : 4);
    }
  }
  std::vector<cv::Point> taken;  // regions of several views may share a corner
  for (const KeyRegion& region : marks.regions) {
    const PixelRect& coarse = region.windows.front();
    cv::Point at(static_cast<int>(coarse.x), static_cast<int>(coarse.y));
    const int step = thickness(unit_of(picture), 42);
    while (std::ranges::any_of(taken, [&](const cv::Point& other) {
      return std::abs(other.x - at.x) < 8 * step && std::abs(other.y - at.y) < step;
    })) {
      at.y += step;
    }
    taken.push_back(at);
    draw_label(picture, label_of(region), at, colour_of(0));
  }
  cv::Mat whole;
  cv::vconcat(picture, strip(field, marks), whole);
  return {whole};
}

}  // namespace msmv::report
