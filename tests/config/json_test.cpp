#include "msmv/config/json.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace msmv {
namespace {

enum class Shape { round, oval };
constexpr EnumNames<Shape, 2> enum_names(Shape) {
  return {{{Shape::round, "round"}, {Shape::oval, "oval"}}};
}

struct Inner {
  double ratio = 2.5;
};
template <RefTo<Inner> Ref, class Field>
void visit_fields(Ref& c, Field&& field) {
  field("ratio", c.ratio, "a ratio", between(0, 10));
}

struct Outer {
  Shape shape = Shape::round;
  std::vector<int> steps = {80, 40};
  bool on = false;
  Inner inner;
  std::array<double, 2> pair = {0.5, 1.5};
  std::int8_t any = 3;
};
template <RefTo<Outer> Ref, class Field>
void visit_fields(Ref& c, Field&& field) {
  field("shape", c.shape, "a shape", unlimited());
  field("steps", c.steps, "steps", between(1, 100));
  field("on", c.on, "a switch", unlimited());
  field("inner", c.inner, "nested", unlimited());
  field("pair", c.pair, "two numbers", unlimited());
  field("any", c.any, "a small number", unlimited());
}

std::string fault_of(const char* text) {
  Outer config;
  try {
    from_json(Json::parse(text), config);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

TEST(ConfigJson, ListsEachFieldInOrder) {
  EXPECT_EQ(to_json(Outer{}).dump(),
            R"({"shape":"round","steps":[80,40],"on":false,"inner":{"ratio":2.5},)"
            R"("pair":[0.5,1.5],"any":3})");
}

TEST(ConfigJson, ReadsBackWhatItWrote) {
  Outer written{.shape = Shape::oval,
                .steps = {1},
                .on = true,
                .inner = {.ratio = 0.1},
                .pair = {1, 2},
                .any = -8};
  Outer read;
  from_json(to_json(written), read);
  EXPECT_EQ(to_json(read), to_json(written));
}

TEST(ConfigJson, KeepsFieldsThatAreNotNamed) {
  Outer config{.shape = Shape::oval};
  from_json(Json::parse(R"({"on": true})"), config);
  EXPECT_EQ(config.shape, Shape::oval);
  EXPECT_TRUE(config.on);
}

TEST(ConfigJson, NamesTheFaultAndItsPlace) {
  EXPECT_EQ(fault_of(R"({"shape": "flat"})"), "config.shape: \"flat\" is none of round, oval");
  EXPECT_EQ(fault_of(R"({"steps": [80, 101]})"), "config.steps: 101 is not between 1.0 and 100.0");
  EXPECT_EQ(fault_of(R"({"inner": {"ratio": "x"}})"), "config.inner.ratio: wrong type, got \"x\"");
  EXPECT_EQ(fault_of(R"({"a\nb": 1})"), "config: unknown setting \"a\\nb\"");
  EXPECT_EQ(fault_of(R"({"colour": 1})"), "config: unknown setting \"colour\"");
  EXPECT_EQ(fault_of(R"([1])"), "config: expected an object, got array");
}

// nlohmann's own conversions take each of these.
TEST(ConfigJson, BendsNoValueIntoItsType) {
  EXPECT_EQ(fault_of(R"({"steps": [4294967340]})"),
            "config.steps: 4294967340 is not between 1.0 and 100.0");
  EXPECT_EQ(fault_of(R"({"steps": [80.5]})"), "config.steps: expected a whole number, got 80.5");
  EXPECT_EQ(fault_of(R"({"steps": [true]})"), "config.steps: wrong type, got true");
  EXPECT_EQ(fault_of(R"({"steps": 80})"), "config.steps: wrong type, got 80");
  EXPECT_EQ(fault_of(R"({"on": 1})"), "config.on: wrong type, got 1");
  EXPECT_EQ(fault_of(R"({"inner": {"ratio": true}})"), "config.inner.ratio: wrong type, got true");
  EXPECT_EQ(fault_of(R"({"pair": [1, 2, 3]})"), "config.pair: expected 2 values, got 3");
  EXPECT_EQ(fault_of(R"({"pair": [1]})"), "config.pair: expected 2 values, got 1");
  EXPECT_EQ(fault_of(R"({"any": -129})"), "config.any: -129 is out of range");
  EXPECT_EQ(fault_of(R"({"any": 18446744073709551615})"),
            "config.any: 18446744073709551615 is out of range");
}

}  // namespace
}  // namespace msmv
