#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace msmv {

// A picture is recognised by its mark, whatever file it is in. image/mark.h takes it from pixels.
struct PictureMark {
  std::string pixels;  // 16 hexadecimal digits: the same for the same pixels in any lossless format
  // Signs of the picture's coarse structure, 256 bits: nearly the same after JPEG or resizing.
  // None for a picture without structure.
  std::optional<std::array<std::uint64_t, 4>> look;
  bool operator==(const PictureMark&) const = default;
};

enum class Likeness { none, near_copy, same_pixels };

// Pictures that have nothing to do with each other differ in about half of the look's bits; a copy
// that went through JPEG or was resized differs in a few (docs/data.md has what was measured).
inline constexpr int kNearCopyBits = 40;

Likeness likeness(const PictureMark& a, const PictureMark& b);

// As text, "PIXELS-LOOK", and back; nothing for another text.
std::string to_text(const PictureMark& mark);
std::optional<PictureMark> picture_mark(std::string_view text);

}  // namespace msmv
