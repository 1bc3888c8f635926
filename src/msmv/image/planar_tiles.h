#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"
#include "msmv/image/tiff_directory.h"

// TIFF whose tiles hold one colour each, which libvips puts together wrongly.

namespace msmv::image {

// Whether a directory is such a TIFF of a kind that decode_planar_tiles reads: RGB of 8 bits.
bool has_planar_tiles(const TiffDirectory& tiff);

// Throws InputError when a tile can't be decoded.
RgbImage decode_planar_tiles(const OpenFile& file, const Header& header);

}  // namespace msmv::image
