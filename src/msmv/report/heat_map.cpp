#include "msmv/report/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "msmv/report/class_colours.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

constexpr int kHeatFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr int kLeastWidth = 1000;  // that the key has room in
constexpr int kStripHeight = 110, kMargin = 20;
const cv::Scalar kStripInk(34, 34, 34), kStripText(255, 255, 255);

cv::Scalar colour_scalar(std::size_t label) {
  const auto rgb = class_colour(label);
  return {static_cast<double>(rgb[0]), static_cast<double>(rgb[1]), static_cast<double>(rgb[2])};
}

// Where a tile, without what its neighbours share with it, is on the picture.
cv::Rect on_picture(const PixelRect& at, double overlap, const cv::Size& picture,
                    PixelExtent slide) {
  const double across = static_cast<double>(picture.width) / static_cast<double>(slide.width);
  const double down = static_cast<double>(picture.height) / static_cast<double>(slide.height);
  const double inset_x = overlap / 2 * static_cast<double>(at.width);
  const double inset_y = overlap / 2 * static_cast<double>(at.height);
  const auto px = [](double place, double scale) {
    return static_cast<int>(std::lround(place * scale));
  };
  const auto x = static_cast<double>(at.x), y = static_cast<double>(at.y);
  const int left = px(x + inset_x, across), top = px(y + inset_y, down);
  const int right = px(x + static_cast<double>(at.width) - inset_x, across);
  const int bottom = px(y + static_cast<double>(at.height) - inset_y, down);
  return cv::Rect(left, top, std::max(1, right - left), std::max(1, bottom - top)) &
         cv::Rect({0, 0}, picture);
}

// Under the colours the tissue is gray: pink under orange would look like vermilion. Where tiles
// overlap nevertheless, the later one is seen alone.
void paint_tiles(cv::Mat& picture, const SlideReport& report, double overlap) {
  constexpr double kWeakest = 0.2, kStrongest = 0.65;
  cv::Mat gray;
  cv::cvtColor(picture, gray, cv::COLOR_RGB2GRAY);
  cv::cvtColor(gray, gray, cv::COLOR_GRAY2RGB);
  for (const TileResult& tile : report.tiles) {
    const cv::Rect where = on_picture(tile.tile.at, overlap, picture.size(), report.facts.extent);
    if (where.empty()) {
      continue;
    }
    if (!tile.unfit.empty()) {
      gray(where).copyTo(picture(where));
      continue;
    }
    const double share = kWeakest + (kStrongest - kWeakest) * tile.scores[tile.label];
    const cv::Mat colour(where.size(), CV_8UC3, colour_scalar(tile.label));
    cv::addWeighted(gray(where), 1 - share, colour, share, 0, picture(where));
  }
}

// Writes at (x, y), its baseline, and says where it ended.
int put_text(cv::Mat& strip, const std::string& text, int x, int y, double size = 0.6) {
  int baseline = 0;
  cv::putText(strip, text, {x, y}, kHeatFont, size, kStripText, 1, cv::LINE_AA);
  return x + cv::getTextSize(text, kHeatFont, size, 1, &baseline).width;
}

// The longest of 1, 2, 5, 10, ... um that is at most so long.
double round_length(double longest_um) {
  double best = 1;
  for (double decade = 1; decade <= longest_um; decade *= 10) {
    for (const double step : {1.0, 2.0, 5.0}) {
      best = decade * step <= longest_um ? decade * step : best;
    }
  }
  return best;
}

cv::Mat key_strip(const SlideReport& report, const ClassNames& classes, int width,
                  double um_per_px) {
  cv::Mat strip(kStripHeight, width, CV_8UC3, kStripInk);
  const double bar_um = round_length(150 * um_per_px);
  const int bar_px = static_cast<int>(std::lround(bar_um / um_per_px));
  cv::line(strip, {kMargin, 30}, {kMargin + bar_px, 30}, kStripText, 4);
  std::array<char, 48> length{};
  std::snprintf(length.data(), length.size(), bar_um < 1000 ? "%g um" : "%g mm",
                bar_um < 1000 ? bar_um : bar_um / 1000);
  int x = put_text(strip, length.data(), kMargin + bar_px + 10, 36) + 30;
  for (std::size_t label = 0; label < classes.size(); ++label) {
    cv::rectangle(strip, cv::Rect(x, 20, 24, 18), colour_scalar(label), cv::FILLED);
    x = put_text(strip, classes[label], x + 32, 36) + 24;
  }
  put_text(strip,
           counted(report.tiles.size(), "tile") +
               "; the stronger, the higher the probability; gray: unfit",
           kMargin, 66, 0.5);
  put_text(strip, "tile classifier, not validated on slides; not for diagnosis", kMargin, 94, 0.5);
  return strip;
}

}  // namespace

RgbImage draw_heat_map(const SlideReport& report, const ClassNames& classes, double overlap) {
  cv::Mat picture = report.plan.thumbnail.pixels.clone();
  paint_tiles(picture, report, overlap);
  const double um_per_px = static_cast<double>(report.facts.extent.width) *
                           report.plan.pixel_size.um_per_px.x / picture.cols;
  if (picture.cols < kLeastWidth) {
    cv::copyMakeBorder(picture, picture, 0, 0, 0, kLeastWidth - picture.cols, cv::BORDER_CONSTANT,
                       cv::Scalar::all(255));
  }
  cv::Mat whole;
  cv::vconcat(picture, key_strip(report, classes, picture.cols, um_per_px), whole);
  return {whole};
}

RgbImage draw_tissue_mask(const SlidePlan& plan) {
  cv::Mat gray = plan.tissue.clone();
  gray.setTo(128, plan.pen);
  RgbImage mask;
  cv::cvtColor(gray, mask.pixels, cv::COLOR_GRAY2RGB);
  return mask;
}

}  // namespace msmv::report
