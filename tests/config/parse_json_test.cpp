#include "msmv/config/parse_json.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

std::string fault_of_text(const std::string& text) {
  try {
    parse_json(text, "config");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(ParseJson, KeepsTheOrderOfKeys) {
  EXPECT_EQ(parse_json(R"({"b": [1, {"a": 2}], "a": null})", "").dump(),
            R"({"b":[1,{"a":2}],"a":null})");
}

TEST(ParseJson, RefusesAKeyThatStandsTwice) {
  EXPECT_EQ(fault_of_text(R"({"a": 1, "b": {"a": 2, "c": 1, "c": 2}})"),
            "config: \"c\" stands twice");
  EXPECT_EQ(fault_of_text(R"({"a": {"x": 1}, "b": {"x": 1}})"), "no fault");
}

TEST(ParseJson, NamesTheByteWhereJsonEnds) {
  EXPECT_EQ(fault_of_text(R"({"a": })"), "config: not JSON at byte 7");
  EXPECT_EQ(fault_of_text(""), "config: not JSON at byte 1");
  EXPECT_EQ(fault_of_text("{\"a\": 1e999}"), "config: a number too large");
}

TEST(ParseJson, IsNotLedIntoTheDeep) {
  EXPECT_EQ(fault_of_text(std::string(64, '[') + std::string(64, ']')), "no fault");
  EXPECT_EQ(fault_of_text(std::string(100'000, '[')), "config: nested deeper than 64 levels");
}

}  // namespace
}  // namespace msmv
