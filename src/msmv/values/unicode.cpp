#include "msmv/values/unicode.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace msmv {
namespace {

struct Free {
  void operator()(gchar* text) const { g_free(text); }
};
using Text = std::unique_ptr<gchar, Free>;

// Soft hyphen, no width, direction, byte order mark.
constexpr std::array<std::string_view, 14> kInvisible = {
    "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
    "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\ufeff"};
constexpr std::array<std::string_view, 6> kBlanks = {" ", "\t", "\r", "\u00a0", "\u202f", "\u3000"};

std::string without_invisible(std::string text) {
  for (const std::string_view letter : kInvisible) {
    for (auto at = text.find(letter); at != std::string::npos; at = text.find(letter, at)) {
      text.erase(at, letter.size());
    }
  }
  return text;
}

std::string normalized(std::string_view text, GNormalizeMode mode) {
  const Text result(g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), mode));
  return result ? result.get() : std::string(text);
}

}  // namespace

std::string composed(std::string_view text) {
  return normalized(text, G_NORMALIZE_DEFAULT_COMPOSE);
}

std::string decomposed(std::string_view text) {
  return normalized(text, G_NORMALIZE_DEFAULT);
}

std::string folded(std::string_view text) {
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == 0) {
    return std::string(text);
  }
  const std::string plain = normalized(text, G_NORMALIZE_ALL_COMPOSE);
  const Text small(g_utf8_casefold(plain.data(), static_cast<gssize>(plain.size())));
  const std::string name = without_invisible(normalized(small.get(), G_NORMALIZE_ALL_COMPOSE));
  constexpr std::string_view kPlainBlanks = " \t\r\n";  // form KC has made others plain
  const std::size_t first = name.find_first_not_of(kPlainBlanks);
  return first == std::string::npos
             ? ""
             : name.substr(first, name.find_last_not_of(kPlainBlanks) - first + 1);
}

std::string_view without_blanks_around(std::string_view text) {
  const auto shorten = [&](std::string_view blank) {
    if (text.starts_with(blank)) {
      text.remove_prefix(blank.size());
      return true;
    }
    if (text.ends_with(blank)) {
      text.remove_suffix(blank.size());
      return true;
    }
    return false;
  };
  while (!text.empty() &&
         (std::ranges::any_of(kBlanks, shorten) || std::ranges::any_of(kInvisible, shorten))) {
  }
  return text;
}

std::optional<std::string> utf8_of_utf16(std::string_view bytes, ByteOrder order) {
  if (bytes.empty()) {
    return "";
  }
  if (bytes.size() % 2 != 0) {
    return std::nullopt;
  }
  std::vector<gunichar2> units(bytes.size() / 2);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto first = static_cast<unsigned char>(bytes[2 * i]);
    const auto second = static_cast<unsigned char>(bytes[2 * i + 1]);
    units[i] =
        static_cast<gunichar2>(order == ByteOrder::big ? first << 8 | second : second << 8 | first);
  }
  glong read = 0, written = 0;  // it stops at a zero
  const Text text(
      g_utf16_to_utf8(units.data(), static_cast<glong>(units.size()), &read, &written, nullptr));
  if (text == nullptr || static_cast<std::size_t>(read) < units.size()) {
    return std::nullopt;
  }
  return std::string(text.get(), static_cast<std::size_t>(written));
}

std::optional<std::string> utf8_of_windows_1252(std::string_view bytes) {
  gsize written = 0;
  const Text text(g_convert(bytes.data(), static_cast<gssize>(bytes.size()), "UTF-8",
                            "WINDOWS-1252", nullptr, &written, nullptr));
  return text == nullptr ? std::nullopt : std::optional(std::string(text.get(), written));
}

}  // namespace msmv
