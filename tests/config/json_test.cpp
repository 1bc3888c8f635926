#include "msmv/config/json.h"

#include <gtest/gtest.h>

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
};
template <RefTo<Outer> Ref, class Field>
void visit_fields(Ref& c, Field&& field) {
  field("shape", c.shape, "a shape", unlimited());
  field("steps", c.steps, "steps", between(1, 100));
  field("on", c.on, "a switch", unlimited());
  field("inner", c.inner, "nested", unlimited());
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
            R"({"shape":"round","steps":[80,40],"on":false,"inner":{"ratio":2.5}})");
}

TEST(ConfigJson, ReadsBackWhatItWrote) {
  Outer written{.shape = Shape::oval, .steps = {1}, .on = true, .inner = {.ratio = 0.1}};
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
  EXPECT_EQ(fault_of(R"({"colour": 1})"), "config: unknown setting \"colour\"");
  EXPECT_EQ(fault_of(R"([1])"), "config: expected an object, got array");
}

}  // namespace
}  // namespace msmv
