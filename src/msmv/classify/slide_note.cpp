#include "msmv/classify/slide_note.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "msmv/slide/slide.h"
#include "msmv/slide/slide_name.h"
#include "msmv/values/decimal.h"

namespace msmv {
namespace {

constexpr double kFieldPixels = 2048.0 * 1536;  // of BACH, at the working resolution
constexpr double kFieldsOfASlide = 4;

double pixels_of(PixelExtent field) {
  return static_cast<double>(field.width) * static_cast<double>(field.height);
}

bool covers(const PixelRect& window, std::int64_t x, std::int64_t y) {
  return x >= window.x && x < window.x + window.width && y >= window.y &&
         y < window.y + window.height;
}

}  // namespace

double covered_share(std::span<const KeyRegion> regions, PixelExtent field) {
  std::vector<PixelRect> windows;
  std::vector<std::int64_t> xs, ys;  // of all edges: between two of them nothing changes
  for (const KeyRegion& region : regions) {
    const PixelRect& window = windows.emplace_back(region.windows.front());
    xs.insert(xs.end(), {window.x, window.x + window.width});
    ys.insert(ys.end(), {window.y, window.y + window.height});
  }
  std::ranges::sort(xs);
  std::ranges::sort(ys);
  double covered = 0;
  for (std::size_t j = 1; j < ys.size(); ++j) {
    for (std::size_t i = 1; i < xs.size(); ++i) {
      if (std::ranges::any_of(windows, [&](const PixelRect& window) {
            return covers(window, xs[i - 1], ys[j - 1]);
          })) {
        covered += static_cast<double>((xs[i] - xs[i - 1]) * (ys[j] - ys[j - 1]));
      }
    }
  }
  return covered / pixels_of(field);
}

std::string coverage_note(std::span<const KeyRegion> regions, PixelExtent field) {
  constexpr double kTolerance = 1.01;
  if (regions.empty() || pixels_of(field) <= kFieldPixels * kTolerance) {
    return "";
  }
  return "larger than a field: " + fixed(100 * covered_share(regions, field), 0) +
         " % of it was looked at";
}

std::string slide_note(const std::filesystem::path& path, PixelExtent field) {
  // OpenSlide would wait for whoever writes into a pipe.
  std::error_code fault;
  const bool is_looked_into =
      slide::is_slide_name(path) && std::filesystem::is_regular_file(path, fault);
  const std::string kind = is_looked_into ? slide::slide_kind(path) : "";
  if (kind.empty() && pixels_of(field) <= kFieldsOfASlide * kFieldPixels) {
    return "";
  }
  return "a whole slide" + (kind.empty() ? "" : " (" + kind + ")") +
         ": msmv slides classifies all of its tissue";
}

}  // namespace msmv
