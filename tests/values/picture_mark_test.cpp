#include "msmv/values/picture_mark.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

const PictureMark kMark{"0011223344556677", {{1, 2, 3, 0xffffffffffffffff}}};

TEST(PictureMark, ComesBackFromItsText) {
  EXPECT_EQ(to_text(kMark),
            "0011223344556677-0000000000000001000000000000000200000000000000"
            "03ffffffffffffffff");
  EXPECT_EQ(picture_mark(to_text(kMark)), kMark);
  const PictureMark plain{"0011223344556677", std::nullopt};
  EXPECT_EQ(to_text(plain), "0011223344556677-");
  EXPECT_EQ(picture_mark(to_text(plain)), plain);
  for (const char* text : {"", "-", "0011223344556677", "0011223344556677-12",
                           "0011223344556677-000000000000000x000000000000000200000000000000"
                           "03ffffffffffffffff"}) {
    EXPECT_EQ(picture_mark(text), std::nullopt) << text;
  }
}

TEST(PictureMark, TellsCopiesFromOthers) {
  PictureMark other = kMark;
  EXPECT_EQ(likeness(kMark, other), Likeness::same_pixels);
  other.pixels = "8899aabbccddeeff";
  EXPECT_EQ(likeness(kMark, other), Likeness::near_copy);
  (*other.look)[3] = 0xffffff0000000000;  // 40 bits
  EXPECT_EQ(likeness(kMark, other), Likeness::near_copy);
  (*other.look)[0] = 0;  // and one more
  EXPECT_EQ(likeness(kMark, other), Likeness::none);
  other = {"8899aabbccddeeff", std::nullopt};
  EXPECT_EQ(likeness(other, other), Likeness::same_pixels);
  EXPECT_EQ(likeness(kMark, other), Likeness::none);
}

}  // namespace
}  // namespace msmv
