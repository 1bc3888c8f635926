#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "msmv/image/rgb_image.h"

namespace msmv::image {

// How a picture is to be read; set by the user of a run, not kept in a model.
struct ReadOptions {
  std::optional<PixelSize> given_um_per_px;  // along the picture as it is seen; outranks the file
  bool require_pixel_size = false;           // refuse a file whose pixel size nobody knows
  double assumed_um_per_px = 0.42;           // taken when nobody knows it (deviation D30)
  std::int64_t max_pixels = 268'435'456;     // checked against the header, before decoding
};

// For one picture of a data set: the size that its manifest names, unless `options` give one.
ReadOptions with_pixel_size(ReadOptions options, const std::optional<PixelSize>& um_per_px);

// A picture's file, read once: its hash and what it shows come from the same bytes, unless it is a
// TIFF too large to hold, which is read twice.
class PictureFile {
 public:
  // Reads the file and its header; decodes nothing. Throws InputError for a file that is missing,
  // empty, too large, of another kind, or whose pixel size lies outside the bounds of
  // values/geometry.h, or stands in the file and is no length.
  PictureFile(const std::filesystem::path& path, const ReadOptions& options);
  ~PictureFile();
  PictureFile(PictureFile&&) noexcept;
  PictureFile& operator=(PictureFile&&) noexcept;

  // Of all bytes (files/content_hash.h).
  std::string content_hash() const;
  // Its pixels are those of the file, brought to sRGB by an ICC profile in it.
  bool has_profile() const;
  // As read() below. Throws InputError for a file that is truncated or damaged, or that was changed
  // since it was opened.
  Photo decode() const;

 private:
  struct Contents;
  std::unique_ptr<const Contents> contents_;
};

// Decodes PNG, JPEG, TIFF, BMP or JPEG 2000, told apart by content and not by name, to 8-bit RGB:
// EXIF orientation applied (the file's pixel size turns with it), 16 bits brought to 8, gray and
// palettes expanded, alpha over white. Of several pages, frames of an animated PNG or pictures of
// an MPO the first is taken, which the photo's note says. An ICC profile in the file is applied
// (to_srgb.h), and CMYK needs one; a picture without one keeps its numbers. Throws InputError as
// PictureFile does. May be called from several threads.
Photo read(const std::filesystem::path& path, const ReadOptions& options);

}  // namespace msmv::image
