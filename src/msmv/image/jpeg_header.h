#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"

namespace msmv::image {

// Walks the markers of a JPEG file from its start to its end (ITU-T T.81, annex B). Only the ICC
// profile is taken beside the frame: the densities of JFIF and EXIF are those of a print. Throws
// InputError, also for 12 bits, and for a file of so many scans that it can only be meant to keep a
// decoder busy.
Header read_jpeg_header(const UntrustedBytes& bytes);

}  // namespace msmv::image
