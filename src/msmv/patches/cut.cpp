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

// Halved where that leaves at least a patch's side.
int nearer(int length, int side_px) {
  return length > 2 * side_px ? std::max(length / 2, side_px) : length;
}

cv::Mat reduced(cv::Mat window, const Config& config) {
  const int side = config.side_px;
  while (config.antialias && std::max(window.cols, window.rows) > 2 * side) {
    window = resized(window, {nearer(window.cols, side), nearer(window.rows, side)});
  }
  return resized(window, {side, side});
}

// Whether their first patches are one and the same.
bool is_same_context(const KeyRegion& a, const KeyRegion& b) {
  return a.has_upright_context && b.has_upright_context && a.windows.front() == b.windows.front();
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
    for (std::size_t scale = 0; scale < batch.scales; ++scale) {
      cv::Mat patch(config.side_px, config.side_px, CV_8UC3, place);
      place += batch.bytes_per_patch();
      const KeyRegion& first = regions.front();
      if (scale == 0 && &region != &first && is_same_context(region, first)) {
        cv::Mat(patch.size(), patch.type(), batch.pixels.data()).copyTo(patch);
        continue;
      }
      const bool is_upright = scale == 0 && region.has_upright_context;
      const cv::Mat upright = reduced(inside(field.pixels, region.windows[scale]), config);
      views::turn(upright, is_upright ? View::raw : region.view).copyTo(patch);
    }
  }
  return batch;
}

}  // namespace msmv::patches
