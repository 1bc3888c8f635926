#include "msmv/patches/cut.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "msmv/views/views.h"

namespace msmv::patches {
namespace {

std::string text(const PixelRect& window) {
  return std::to_string(window.width) + " x " + std::to_string(window.height) + " at " +
         std::to_string(window.x) + ", " + std::to_string(window.y);
}

cv::Mat inside(const cv::Mat& field, const PixelRect& window) {
  if (window.width < 1 || window.height < 1 || window.x < 0 || window.y < 0 ||
      window.x + window.width > field.cols || window.y + window.height > field.rows) {
    throw std::invalid_argument("patches::cut: got a window of " + text(window) +
                                ", wanted one inside the field of " +
                                text({0, 0, field.cols, field.rows}));
  }
  return field(cv::Rect(static_cast<int>(window.x), static_cast<int>(window.y),
                        static_cast<int>(window.width), static_cast<int>(window.height)));
}

// The exact variant rounds the same way from either end: a mirrored window gives the mirrored
// patch.
cv::Mat resized(const cv::Mat& window, cv::Size size) {
  cv::Mat out;
  cv::resize(window, out, size, 0, 0, cv::INTER_LINEAR_EXACT);
  return out;
}

// How often a window is halved before the rest is done bilinearly: as its shorter side allows.
int halvings(const cv::Mat& window, const Config& config) {
  const int window_px = std::min(window.cols, window.rows);
  int times = 0;
  while (config.antialias && (window_px >> times) >= 2 * config.side_px) {
    ++times;
  }
  return times;
}

// What of a window is halved so often without a rest: all but the last few rows and columns, as the
// view sees them, so that reducing and turning still commute.
cv::Mat divisible(const cv::Mat& window, View view, int times) {
  const PixelExtent seen = views::turned({window.cols, window.rows}, view);
  const PixelRect part =
      views::turn(PixelRect{0, 0, seen.width >> times << times, seen.height >> times << times},
                  seen, views::inverse(view));
  return window(cv::Rect(static_cast<int>(part.x), static_cast<int>(part.y),
                         static_cast<int>(part.width), static_cast<int>(part.height)));
}

// By means of 2 x 2 pixels, which look the same from all sides, and bilinearly at last.
cv::Mat reduced(cv::Mat window, int times, int side_px) {
  for (; times > 0; --times) {
    cv::Mat half;
    cv::resize(window, half, window.size() / 2, 0, 0, cv::INTER_AREA);
    window = half;
  }
  return window.cols == side_px && window.rows == side_px ? window
                                                          : resized(window, {side_px, side_px});
}

}  // namespace

PatchBatch cut(const RgbImage& field, std::span<const KeyRegion> regions, const Config& config) {
  PatchBatch batch;
  batch.samples = regions.size();
  batch.scales = regions.empty() ? 0 : regions.front().windows.size();
  batch.side_px = static_cast<std::size_t>(config.side_px);
  batch.pixels.resize(batch.samples * batch.scales * batch.bytes_per_patch());
  std::uint8_t* place = batch.pixels.data();
  for (const KeyRegion& region : regions) {
    if (region.windows.size() != batch.scales) {
      throw std::invalid_argument("patches::cut: got regions of " +
                                  std::to_string(region.windows.size()) + " and of " +
                                  std::to_string(batch.scales) + " scales in one batch");
    }
    for (const PixelRect& window : region.windows) {
      cv::Mat patch(config.side_px, config.side_px, CV_8UC3, place);
      const cv::Mat whole = inside(field.pixels, window);
      const int times = halvings(whole, config);
      views::turn(reduced(divisible(whole, region.view, times), times, config.side_px), region.view)
          .copyTo(patch);
      place += batch.bytes_per_patch();
    }
  }
  return batch;
}

}  // namespace msmv::patches
