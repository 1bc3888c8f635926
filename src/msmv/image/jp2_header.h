#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"

namespace msmv::image {

// Reads the boxes of a JP2 file (ITU-T T.800, annex I) or a bare codestream, and walks its tile
// parts to the end marker, so that a file cut anywhere is known before it is decoded; of a picture
// above `max_pixels` only the sides are read.
// Throws InputError, also for CMYK, for signed samples, and for a coding in so many tiles, blocks,
// precincts or layers that keeping account of them would take more memory than the pixels: libvips
// and OpenJPEG check none of this before they allocate or decode.
Header read_jp2_header(const UntrustedBytes& bytes, std::int64_t max_pixels);

}  // namespace msmv::image
