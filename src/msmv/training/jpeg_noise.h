#pragma once

#include <cstdint>
#include <span>

namespace msmv::training {

// Changes a picture as JPEG does, without the coding: the cosine transform of each 8 x 8 block of
// each channel of Y Cb Cr, rounded to multiples of `coarseness` times the standard's tables (its
// annex K; 1 is libjpeg's quality 50), and back. 0 leaves it alone. `patch` is [side, side, 3];
// pixels beyond the last whole block stay as they are.
void add_jpeg_noise(std::span<std::uint8_t> patch, std::size_t side_px, double coarseness);

}  // namespace msmv::training
