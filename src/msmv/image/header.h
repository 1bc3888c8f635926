#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "msmv/image/icc_profile.h"
#include "msmv/values/geometry.h"

namespace msmv::image {

// The role of the channels that follow the colours of a pixel.
enum class Alpha {
  none,
  opacity,  // not multiplied into the colours: laid over white as colour * a + white * (1 - a)
  ignored,  // channels that are not opacity
};

// A pixel size that the file itself states; `where` names its home for messages.
struct StatedPixelSize {
  PixelSize um_per_px;
  const char* where = "";
  std::string not_understood{};  // what stands there and is no length: the size is not known then
};

// Facts about a picture that its file states, before anything of it is decoded.
struct Header {
  std::int64_t width = 0, height = 0;  // as stored, before the orientation is applied
  int orientation = 1;                 // of TIFF, 1 to 8; what else has one says it on decoding
  Alpha alpha = Alpha::none;
  std::optional<StatedPixelSize> pixel_size{};  // along the stored axes
  std::optional<IccProfile> icc_profile{};      // applied by to_srgb.h
  bool is_cmyk = false;                         // four inks instead of gray or RGB
  std::string note{};                           // what a reader of a result should know
  bool has_aperio_tiles = false;                // see aperio_tiles.h
  bool has_jpeg_blocks = false;                 // JPEG inside a TIFF, see decode.cpp
  bool has_contradicting_jpeg = false;          // see jpeg_blocks.h
  bool has_planar_tiles = false;                // see planar_tiles.h
};

// The note that of several pages, frames or pictures only the first is read.
inline std::string note_of_first(const std::string& count, const char* kind) {
  return "the first of " + count + " " + kind + " was read";
}

}  // namespace msmv::image
