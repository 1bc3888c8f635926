#pragma once

#include <cstdint>

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"

namespace msmv::image {

// Reads the first directory of a TIFF or BigTIFF file through libtiff, and refuses what libvips
// would decode wrongly or not at all: other samples than unsigned 1 to 16 bits, other colours than
// gray, palette, RGB, YCbCr and CMYK, strips or tiles that end after the file. Nothing is decoded,
// and nothing larger than `max_pixels` asks for is allocated. The pixel size is that of OME-XML, of
// Aperio's header, or of the resolution tags with a unit of length, in this order. Throws
// InputError.
Header read_tiff_header(const OpenFile& file, std::int64_t max_pixels);

}  // namespace msmv::image
