#include "msmv/image/to_rgb8.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace msmv::image {
namespace {

template <class Sample>
std::uint8_t to_8_bits(std::uint32_t value) {
  if constexpr (sizeof(Sample) == 1) {
    return static_cast<std::uint8_t>(value);
  } else {
    return static_cast<std::uint8_t>((value + 128) / 257);
  }
}

template <class Sample>
std::uint32_t over_white(Sample colour, Sample opacity) {
  constexpr std::uint64_t kWhite = std::numeric_limits<Sample>::max();
  const std::uint64_t sum = std::uint64_t{colour} * opacity + kWhite * (kWhite - opacity);
  return static_cast<std::uint32_t>((sum + kWhite / 2) / kWhite);
}

template <class Sample>
void convert(const DecodedRow& row, std::int64_t width, std::uint8_t* rgb) {
  const auto* pixel = static_cast<const Sample*>(row.samples);
  const int colours = row.channels >= 3 ? 3 : 1;
  const bool has_opacity = row.channels > colours && row.alpha == Alpha::opacity;
  for (std::int64_t x = 0; x < width; ++x, pixel += row.channels, rgb += 3) {
    for (int c = 0; c < 3; ++c) {
      const Sample colour = pixel[colours == 3 ? c : 0];
      rgb[c] = to_8_bits<Sample>(has_opacity ? over_white(colour, pixel[colours]) : colour);
    }
  }
}

}  // namespace

void to_rgb8(const DecodedRow& row, std::int64_t width, std::uint8_t* rgb) {
  if (row.bits == 8 && row.channels == 3) {
    std::memcpy(rgb, row.samples, static_cast<std::size_t>(width) * 3);
  } else if (row.bits == 8) {
    convert<std::uint8_t>(row, width, rgb);
  } else {
    convert<std::uint16_t>(row, width, rgb);
  }
}

}  // namespace msmv::image
