#include "msmv/values/unicode.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

constexpr const char* kOne = "M\u00fcller";   // the letter
constexpr const char* kTwo = "Mu\u0308ller";  // u and two dots

TEST(Unicode, HasTwoFormsOfALetter) {
  EXPECT_EQ(composed(kTwo), kOne);
  EXPECT_EQ(composed(kOne), kOne);
  EXPECT_EQ(decomposed(kOne), kTwo);
  EXPECT_EQ(decomposed("plain"), "plain");
  EXPECT_EQ(composed(""), "");
}

TEST(Unicode, FoldsSpellingsOfOneName) {
  EXPECT_EQ(folded(" P0\t"), "p0");
  EXPECT_EQ(folded(kTwo), folded("M\u00dcLLER"));
  EXPECT_EQ(folded("\u00a0P0\u00a0"), "p0");  // blanks that do not break, as of Word
  EXPECT_EQ(folded("\uff30\uff10"), "p0");    // full-width, as of a Japanese keyboard
  EXPECT_NE(folded("P1"), folded("P2"));
  EXPECT_EQ(folded(" \t"), "");
}

// As text that was copied from a page or out of Windows' Explorer has it.
TEST(Unicode, PassesOverWhatCannotBeSeen) {
  EXPECT_EQ(folded("Be\u00adnign\u200b"), "benign");
  EXPECT_EQ(without_blanks_around("\ufeff \t\u202aa b.png\u00a0\u200b "), "a b.png");
  EXPECT_EQ(without_blanks_around("\u3000\u00a0"), "");
  EXPECT_EQ(without_blanks_around("a\u00a0b"), "a\u00a0b");
}

TEST(Unicode, LeavesOtherBytesAsTheyAre) {
  EXPECT_EQ(composed("M\xfcller"), "M\xfcller");
  EXPECT_EQ(folded("M\xfcller"), "M\xfcller");
}

TEST(Unicode, ReadsUtf16OfBothByteOrders) {
  using namespace std::string_view_literals;
  EXPECT_EQ(utf8_of_utf16("a\0\xfc\0\xac\x20"sv, ByteOrder::little), "a\u00fc\u20ac");
  EXPECT_EQ(utf8_of_utf16("\0a\0\xfc\x20\xac"sv, ByteOrder::big), "a\u00fc\u20ac");
  EXPECT_EQ(utf8_of_utf16("\x3d\xd8\x2c\xdd"sv, ByteOrder::little), "\U0001f52c");  // two units
  EXPECT_EQ(utf8_of_utf16("", ByteOrder::little), "");
}

TEST(Unicode, KnowsBytesThatAreNoUtf16) {
  using namespace std::string_view_literals;
  EXPECT_EQ(utf8_of_utf16("a\0b"sv, ByteOrder::little), std::nullopt);
  EXPECT_EQ(utf8_of_utf16("\x3d\xd8"sv, ByteOrder::little), std::nullopt);
  EXPECT_EQ(utf8_of_utf16("a\0\0\0b\0"sv, ByteOrder::little), std::nullopt);
}

TEST(Unicode, ReadsWindows1252) {
  EXPECT_EQ(utf8_of_windows_1252("M\xfcller \x80 \x96"), "M\u00fcller \u20ac \u2013");
  EXPECT_EQ(utf8_of_windows_1252("\x81"), std::nullopt);  // stands for nothing
}

}  // namespace
}  // namespace msmv
