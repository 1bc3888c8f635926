#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "msmv/image/header.h"
#include "msmv/image/rgb_image.h"
#include "msmv/image/to_rgb8.h"

namespace msmv::image {

// The way from the colours of a picture's own ICC profile to sRGB, by Little CMS: relative
// colorimetric with black point compensation, so that the white of a scanner or a paper is white.
class ToSrgb {
 public:
  // For rows like `form`. Throws InputError, with the picture's path, for a profile that is damaged
  // or not of the pixels' colours.
  ToSrgb(const std::filesystem::path& path, const Header& header, const DecodedRow& form);

  // There is no profile, or it is that of sRGB: no colour would change by more than one of 255
  // levels, so none is changed at all.
  bool changes_nothing() const { return transform_ == nullptr; }

  // `width` pixels in sRGB: R, G, B, then what followed the colours, in samples of as many bits.
  // They last until the next call.
  DecodedRow convert(const DecodedRow& row, std::int64_t width);

 private:
  const DecodedRow& expanded(const DecodedRow& row, std::int64_t width);

  std::unique_ptr<void, void (*)(void*)> transform_;  // of Little CMS
  bool expands_gray_ = false;                         // gray pixels under a profile of RGB
  DecodedRow expanded_;
  std::vector<std::uint16_t> gray_as_rgb_, srgb_;  // of two bytes, so that 16 bits are aligned
};

// The same for a picture that was brought to 8-bit RGB already.
void to_srgb(RgbImage& image, const std::filesystem::path& path, const Header& header);

}  // namespace msmv::image
