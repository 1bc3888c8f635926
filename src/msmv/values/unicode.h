#pragma once

#include <optional>
#include <string>
#include <string_view>

// Text that reads the same may be stored in several ways: "ü" as one code point (Linux, Windows) or
// as "u" and two dots (macOS, some archivers), digits as full-width ones, blanks that do not break.
// Text that is not UTF-8 is given back as it is.

namespace msmv {

// Each letter as one code point where there is one (Unicode's form C).
std::string composed(std::string_view text);

// Each letter and its marks apart (form D).
std::string decomposed(std::string_view text);

// Makes two spellings of one name equal: form KC, without capitals, the blanks around it and what
// can't be seen in it.
std::string folded(std::string_view text);

// The text without the blanks at both ends, be they blanks that do not break or can't be seen, as
// pages of the web, Word and Windows' Explorer put them there: of no width, or setting a direction.
std::string_view without_blanks_around(std::string_view text);

enum class ByteOrder { little, big };

// UTF-16 as UTF-8; nothing where the bytes are none: an odd number of them, half a letter, or a
// zero.
std::optional<std::string> utf8_of_utf16(std::string_view bytes, ByteOrder order);

// Windows-1252, what Windows in western languages writes (Latin-1 is a part of it), as UTF-8;
// nothing where a byte stands for no letter, or the system lacks the table.
std::optional<std::string> utf8_of_windows_1252(std::string_view bytes);

}  // namespace msmv
