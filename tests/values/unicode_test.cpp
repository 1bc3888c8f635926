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

TEST(Unicode, LeavesOtherBytesAsTheyAre) {
  EXPECT_EQ(composed("M\xfcller"), "M\xfcller");
  EXPECT_EQ(folded("M\xfcller"), "M\xfcller");
}

}  // namespace
}  // namespace msmv
