#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace msmv::image {

// How many pictures a JPEG holds by the index in its APP2 segment "MPF" (CIPA DC-007, as of stereo
// and burst cameras; *.mpo), previews apart; 1 where the segment is another, or can't be
// understood. `segment` is all that follows its length.
std::size_t pictures_in_index(std::span<const std::uint8_t> segment);

}  // namespace msmv::image
