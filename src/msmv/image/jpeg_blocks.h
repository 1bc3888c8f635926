#pragma once

#include <cstdint>

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"
#include "msmv/image/tiff_directory.h"

// Tiles and strips of a TIFF that hold a JPEG each. The colours of such data are named twice, by a
// tag of the TIFF and by the JPEG itself; libvips and libtiff trust the tag alone.

namespace msmv::image {

// Whether the JPEG data of a directory say of themselves that their colours are not those of the
// tag: YCbCr under RGB (by a chroma of fewer samples, an Adobe or a JFIF marker) or RGB under YCbCr
// (by an Adobe marker or channels named R, G, B). Data that say nothing are as the tag has them.
// Throws InputError for a block that can't be read, and for blocks that contradict each other.
// Sources: ITU-T T.81, B.2; ITU-T T.872, 6.5.3 (Adobe); ITU-T T.871 (JFIF).
bool contradicts_its_tag(const OpenFile& file, const TiffDirectory& tiff);

// The picture of such a directory, its colours as the JPEG data have them.
// Throws InputError when a block is damaged or not as large as the TIFF says.
RgbImage decode_jpeg_blocks(const OpenFile& file, const Header& header);

}  // namespace msmv::image
