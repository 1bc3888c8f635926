#pragma once

#include "msmv/image/file_bytes.h"
#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"

namespace msmv::image {

// Uncompressed BMP of 1, 4, 8, 24 or 32 bits, which is what cameras and programs write.
// Throws InputError for any other, and for one whose pixels end after the file.
Header read_bmp_header(const UntrustedBytes& bytes);

// To be called only with what read_bmp_header accepted: OpenCV decodes it, and trusts its header.
// Opacity is laid over white. Throws InputError.
RgbImage decode_bmp(const UntrustedBytes& bytes, const Header& header);

}  // namespace msmv::image
