#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"

namespace msmv::image {

// Walks all chunks of a PNG file (PNG specification, third edition, chapter 5), so that a file
// cut anywhere is known before it is decoded. The pixel size is that of pHYs where it is one a
// microscope can have: print densities (72, 300 dpi) lie far off and are passed over.
// The ICC profile is that of iCCP. Throws InputError.
Header read_png_header(const UntrustedBytes& bytes);

}  // namespace msmv::image
