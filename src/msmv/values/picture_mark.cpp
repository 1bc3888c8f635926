#include "msmv/values/picture_mark.h"

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdio>

namespace msmv {
namespace {

constexpr std::size_t kWordDigits = 16;

int different_bits(const PictureMark& a, const PictureMark& b) {
  int bits = 0;
  for (std::size_t i = 0; i < a.look->size(); ++i) {
    bits += std::popcount((*a.look)[i] ^ (*b.look)[i]);
  }
  return bits;
}

}  // namespace

Likeness likeness(const PictureMark& a, const PictureMark& b) {
  if (a.pixels == b.pixels) {
    return Likeness::same_pixels;
  }
  return a.look && b.look && different_bits(a, b) <= kNearCopyBits ? Likeness::near_copy
                                                                   : Likeness::none;
}

std::string to_text(const PictureMark& mark) {
  std::string text = mark.pixels + "-";
  for (std::size_t i = 0; mark.look && i < mark.look->size(); ++i) {
    char digits[kWordDigits + 1];
    std::snprintf(digits, sizeof digits, "%016llx",
                  static_cast<unsigned long long>((*mark.look)[i]));
    text += digits;
  }
  return text;
}

std::optional<PictureMark> picture_mark(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash != kWordDigits) {
    return std::nullopt;
  }
  PictureMark mark{std::string(text.substr(0, dash)), std::nullopt};
  const std::string_view look = text.substr(dash + 1);
  if (look.empty()) {
    return mark;
  }
  mark.look.emplace();
  if (look.size() != kWordDigits * mark.look->size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < mark.look->size(); ++i) {
    const char* first = look.data() + i * kWordDigits;
    const auto parsed = std::from_chars(first, first + kWordDigits, (*mark.look)[i], 16);
    if (parsed.ptr != first + kWordDigits) {
      return std::nullopt;
    }
  }
  return mark;
}

}  // namespace msmv
