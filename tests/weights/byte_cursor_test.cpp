#include "msmv/weights/byte_cursor.h"

#include <gtest/gtest.h>

namespace msmv::weights {
namespace {

ByteCursor cursor_over(std::string_view text) {
  return {std::as_bytes(std::span(text)), "file", "part: "};
}

TEST(ByteCursor, TakesBytesOneAfterTheOther) {
  ByteCursor cursor = cursor_over(std::string_view("\x01line\n\x02\x03\0\0rest", 13));
  EXPECT_EQ(cursor.byte(), 1);
  EXPECT_EQ(cursor.line(), "line");
  EXPECT_EQ(cursor.number<std::uint32_t>(), 0x302U);
  EXPECT_EQ(cursor.take(3), "res");
  EXPECT_EQ(cursor.position(), 13U);
}

TEST(ByteCursor, SaysWhereTheBytesEnded) {
  const auto fault_of = [](auto&& read) -> std::string {
    ByteCursor cursor = cursor_over("abc");
    try {
      read(cursor);
    } catch (const InputError& error) {
      return error.what();
    }
    return "no fault";
  };
  const std::string expected = "file: part: ends in the middle";
  EXPECT_EQ(fault_of([](ByteCursor& cursor) { cursor.take(4); }), expected);
  EXPECT_EQ(fault_of([](ByteCursor& cursor) { cursor.take(SIZE_MAX); }), expected);
  EXPECT_EQ(fault_of([](ByteCursor& cursor) { cursor.number<std::uint32_t>(); }), expected);
  EXPECT_EQ(fault_of([](ByteCursor& cursor) { cursor.line(); }), expected);
  EXPECT_EQ(fault_of([](ByteCursor& cursor) { cursor.take(3); }), "no fault");
}

}  // namespace
}  // namespace msmv::weights
