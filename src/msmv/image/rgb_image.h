#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>

#include "msmv/values/geometry.h"

namespace msmv {

// Pixels in R, G, B order, CV_8UC3: the only colour order between our functions.
struct RgbImage {
  cv::Mat pixels;
};

// A picture as it was read: every pixel as in the file (after its EXIF orientation, and in sRGB
// where the file says by an ICC profile what its colours are), and what is known of their size.
struct Photo {
  RgbImage image;
  PixelSize um_per_px;
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
  std::filesystem::path path;  // opens the faults found later; empty for a picture from memory
  std::string note{};          // what a reader of a result should know of the file; mostly empty
};

// A photo resampled to the working resolution, mirrored out where it was too small. Everything
// from colour normalisation to the patches happens in the pixels of the field;
// `to_original` (image/field.h) leads its rectangles and points back.
struct Field {
  RgbImage image;
  double um_per_px = 0;
  PixelSize original_px_per_px;                  // pixels of the photo that one field pixel spans
  std::int64_t margin_left = 0, margin_top = 0;  // mirrored pixels before the photo's first
  std::int64_t original_width = 0, original_height = 0;
  bool mirrored() const { return margin_left > 0 || margin_top > 0 || mirrored_right_or_bottom; }
  bool mirrored_right_or_bottom = false;
  PixelSize original_um_per_px;  // of the photo, and who says so
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

}  // namespace msmv
