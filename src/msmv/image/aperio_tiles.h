#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"

namespace msmv::image {

// Aperio's TIFF compressions 33003 and 33005: each tile is a JPEG 2000 codestream, of YCbCr or of
// RGB. (libvips 8.14 decodes them too, but takes RGB for YCbCr. OpenSlide doesn't, but it opens whole
// files of Aperio's own by their name, without a bound on what a tile claims.)
bool is_aperio_jpeg2000(int tiff_compression);

// All tiles, for a file whose header was read and found good. Each codestream is checked like a
// file before it is decoded. Throws InputError.
RgbImage decode_aperio_tiles(const OpenFile& file, const Header& header);

}  // namespace msmv::image
