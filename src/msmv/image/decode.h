#pragma once

#include <cstdint>
#include <span>

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"

namespace msmv::image {

// The formats that libvips decodes for us, each by the loader of that name and no other: libvips
// is never left to guess from the content.
enum class VipsFormat { png, jpeg, tiff, jpeg2000 };

struct Decoded {
  RgbImage image;
  int orientation = 1;  // of EXIF or TIFF, 1 to 8: where the first row and column are to be seen
};

// All pixels of a file whose header was read and found good, brought to 8-bit sRGB, as stored (the
// orientation is not applied). Decoded in strips: beside the result only a few rows are held, for
// interlaced PNG and progressive JPEG a whole picture more. One thread; nothing is cached.
// `content` is the whole file, or for a TIFF less: then the file is read.
// Throws InputError when the data are truncated, damaged, or not what the header said, or the
// header's ICC profile can't be applied.
Decoded decode(const OpenFile& file, std::span<const std::uint8_t> content, VipsFormat format,
               const Header& header);

}  // namespace msmv::image
