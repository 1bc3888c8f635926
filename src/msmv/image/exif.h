#pragma once

#include <cstdint>
#include <span>

namespace msmv::image {

// The orientation (1 to 8) in a block of EXIF, which is a small TIFF. 1, "as stored", when the
// block is damaged or doesn't say: a broken note beside a picture is no reason to refuse it.
int exif_orientation(std::span<const std::uint8_t> exif);

}  // namespace msmv::image
