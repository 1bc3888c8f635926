#include "msmv/report/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "msmv/report/class_colours.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

constexpr int kHeatFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr int kLeastWidth = 1000;  // that the key has room in
constexpr int kMargin = 20;
const cv::Scalar kStripInk(34, 34, 34), kStripText(255, 255, 255);

cv::Scalar colour_scalar(std::size_t label) {
  const auto rgb = class_colour(label);
  return {static_cast<double>(rgb[0]), static_cast<double>(rgb[1]), static_cast<double>(rgb[2])};
}

// Where a tile is on the picture.
cv::Rect on_picture(const PixelRect& at, const cv::Size& picture, PixelExtent slide) {
  const double across = static_cast<double>(picture.width) / static_cast<double>(slide.width);
  const double down = static_cast<double>(picture.height) / static_cast<double>(slide.height);
  const auto px = [](std::int64_t place, double scale) {
    return static_cast<int>(std::lround(static_cast<double>(place) * scale));
  };
  const int left = px(at.x, across), top = px(at.y, down);
  const int right = px(at.x + at.width, across), bottom = px(at.y + at.height, down);
  return cv::Rect(left, top, std::max(1, right - left), std::max(1, bottom - top)) &
         cv::Rect({0, 0}, picture);
}

// Of each pixel the tile whose centre is nearest among those that it lies in, of equals the first;
// kNoTile where there is none. Of a grid that is the middle of each tile, and the whole border of
// the outermost.
constexpr int kNoTile = -1;
cv::Mat nearest_tiles(const std::vector<cv::Rect>& places, const cv::Size& picture) {
  cv::Mat nearest(picture, CV_32S, cv::Scalar(kNoTile));
  cv::Mat distances(picture, CV_32S, cv::Scalar(std::numeric_limits<int>::max()));
  for (std::size_t tile = 0; tile < places.size(); ++tile) {
    const cv::Rect& at = places[tile];
    for (int y = at.y; y < at.br().y; ++y) {
      int* distance = distances.ptr<int>(y);
      int* of = nearest.ptr<int>(y);
      const int down = 2 * y + 1 - at.y - at.br().y;  // halves of a pixel, to be exact
      for (int x = at.x; x < at.br().x; ++x) {
        const int across = 2 * x + 1 - at.x - at.br().x;
        const int here = across * across + down * down;
        if (here < distance[x]) {
          distance[x] = here;
          of[x] = static_cast<int>(tile);
        }
      }
    }
  }
  return nearest;
}

// Under the colours the tissue is gray: pink under orange would look like vermilion.
void paint_tiles(cv::Mat& picture, const SlideReport& report) {
  constexpr double kWeakest = 0.2, kStrongest = 0.65;
  cv::Mat gray;
  cv::cvtColor(picture, gray, cv::COLOR_RGB2GRAY);
  cv::cvtColor(gray, gray, cv::COLOR_GRAY2RGB);
  std::vector<cv::Rect> places;
  for (const TileResult& tile : report.tiles) {
    places.push_back(on_picture(tile.tile.at, picture.size(), report.facts.extent));
  }
  const cv::Mat nearest = nearest_tiles(places, picture.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const cv::Rect& where = places[i];
    if (where.empty()) {
      continue;
    }
    const TileResult& tile = report.tiles[i];
    const cv::Mat own = nearest(where) == static_cast<int>(i);
    if (!tile.unfit.empty()) {
      gray(where).copyTo(picture(where), own);
      continue;
    }
    const double share = kWeakest + (kStrongest - kWeakest) * tile.scores[tile.label];
    cv::Mat painted(where.size(), CV_8UC3, colour_scalar(tile.label));
    cv::addWeighted(gray(where), 1 - share, painted, share, 0, painted);
    painted.copyTo(picture(where), own);
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
  cv::Mat strip(kHeatMapKeyPx, width, CV_8UC3, kStripInk);
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

RgbImage draw_heat_map(const SlideReport& report, const ClassNames& classes) {
  cv::Mat picture = report.plan.thumbnail.pixels.clone();
  paint_tiles(picture, report);
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
