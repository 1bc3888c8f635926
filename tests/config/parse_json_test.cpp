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

// Each name is compared with all before it.
TEST(ParseJson, CountsTheNamesOfAnObject) {
  std::string names = "\"0\":0";
  for (int i = 1; i < 10'000; ++i) {
    names += ",\"" + std::to_string(i) + "\":0";
  }
  EXPECT_EQ(fault_of_text("{" + names + "}"), "no fault");
  EXPECT_EQ(fault_of_text("[{" + names + ",\"more\":{}}]"),
            "config: more than 10000 names in one object");
}

TEST(ParseJson, IsNotLedIntoTheDeep) {
  EXPECT_EQ(fault_of_text(std::string(64, '[') + std::string(64, ']')), "no fault");
  EXPECT_EQ(fault_of_text(std::string(100'000, '[')), "config: nested deeper than 64 levels");
}

}  // namespace
}  // namespace msmv
