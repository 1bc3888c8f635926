#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"

namespace msmv::image {

// Reads the boxes of a JP2 file (ITU-T T.800, annex I) or a bare codestream, and walks its tile
// parts to the end marker, so that a file cut anywhere is known before it is decoded.
// Throws InputError, also for CMYK and for signed samples.
Header read_jp2_header(const UntrustedBytes& bytes);

}  // namespace msmv::image
