#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace msmv {

// A rectangle of whole pixels. The frame (view, field or original image) stands beside each use.
struct PixelRect {
  std::int64_t x = 0, y = 0, width = 0, height = 0;
  bool operator==(const PixelRect&) const = default;
};

// The size of a frame (an image, a field, a view of it) in pixels.
struct PixelExtent {
  std::int64_t width = 0, height = 0;
  bool operator==(const PixelExtent&) const = default;
};

// A place in pixels; (0, 0) is the corner of the first pixel, (0.5, 0.5) its centre.
struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

// How much tissue one pixel covers along each axis, in micrometres.
struct PixelSize {
  double x = 0, y = 0;
  bool operator==(const PixelSize&) const = default;
};

// Pixel sizes that a microscope may have given; others are taken for mistakes.
inline constexpr double kSmallestPixelUm = 0.05, kLargestPixelUm = 10;

// Where a pixel size comes from: the user (flag, manifest), the file's own tags, or nobody.
enum class PixelSizeSource { given, file, assumed };

// The names used in files and columns.
constexpr const char* name(PixelSizeSource source) {
  constexpr std::array kNames = {"given", "file", "assumed"};
  return kNames[static_cast<std::size_t>(source)];
}

}  // namespace msmv
