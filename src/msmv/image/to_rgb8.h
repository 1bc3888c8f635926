#pragma once

#include <cstdint>

#include "msmv/image/header.h"

namespace msmv::image {

// A row of decoded pixels: `channels` interleaved samples of 8 bits, or of 16 in the machine's
// byte order. One or two channels are gray, three or more R G B; what comes after the colours is
// used as `alpha` says.
struct DecodedRow {
  const void* samples = nullptr;
  int channels = 0;
  int bits = 8;
  Alpha alpha = Alpha::none;
};

// Writes `width` pixels of R G B. 16 bits become 8 as round(v / 257), the inverse of v * 257, after
// the opacity was applied; opacity is laid over white.
void to_rgb8(const DecodedRow& row, std::int64_t width, std::uint8_t* rgb);

}  // namespace msmv::image
