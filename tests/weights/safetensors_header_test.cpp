#include "msmv/weights/safetensors_header.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::weights {
namespace {

std::string fault_of(const std::string& text) {
  try {
    parse_header(text, "file");
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

// A header whose tensor "a" is described by `fields`.
std::string with_tensor(const std::string& fields) {
  return "{\"a\":{" + fields + "}}";
}

TEST(SafetensorsHeader, TellsTensorsAndMetadata) {
  const Header header = parse_header(
      R"({"__metadata__":{"k":"v"},"a":{"shape":[2,3],"data_offsets":[4,16],"dtype":"F16"}}  )",
      "file");
  EXPECT_EQ(header.metadata, (std::map<std::string, std::string>{{"k", "v"}}));
  ASSERT_EQ(header.entries.size(), 1U);
  EXPECT_EQ(header.entries[0].name, "a");
  EXPECT_EQ(header.entries[0].dtype, DType::f16);
  EXPECT_EQ(header.entries[0].shape, (Shape{2, 3}));
  EXPECT_EQ(header.entries[0].begin, 4U);
  EXPECT_EQ(header.entries[0].end, 16U);
}

TEST(SafetensorsHeader, RefusesNamesThatStandTwice) {
  const std::string tensor = R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  EXPECT_EQ(fault_of("{" + tensor + "," + tensor + "}"), "\"a\" stands twice in the header");
  EXPECT_EQ(fault_of(R"({"__metadata__":{"k":"1","k":"2"}})"), "__metadata__: \"k\" stands twice");
  EXPECT_EQ(fault_of(R"({"__metadata__":{},"__metadata__":{}})"),
            "\"__metadata__\" stands twice in the header");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":"U8","dtype":"U8")")),
            "tensor \"a\": \"dtype\" stands twice");
}

TEST(SafetensorsHeader, RefusesEveryOtherForm) {
  EXPECT_EQ(fault_of(R"({"a":1})"), "tensor \"a\": expected an object, got a number");
  EXPECT_EQ(fault_of(R"([])"), "header: expected an object, got a list");
  EXPECT_EQ(fault_of(R"({"__metadata__":{"k":1}})"),
            "__metadata__: expected text for \"k\", got a number");
  EXPECT_EQ(fault_of(R"({"__metadata__":[]})"), "__metadata__: expected an object, got a list");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":7)")),
            "tensor \"a\": expected text for \"dtype\", got a number");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":3)")),
            "tensor \"a\": expected a list for \"shape\", got a number");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[[1]])")),
            "tensor \"a\": expected whole numbers in \"shape\", got a list");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[-1])")),
            "tensor \"a\": expected whole numbers in \"shape\", got the number -1");
  EXPECT_EQ(fault_of(with_tensor(R"("data_offsets":[0,1.5])")),
            "tensor \"a\": expected whole numbers in \"data_offsets\", got the number 1.5");
  EXPECT_EQ(fault_of(with_tensor(R"("data_offsets":[0])")),
            "tensor \"a\": expected 2 offsets, got 1");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[18446744073709551615])")),
            "tensor \"a\": a side of 18446744073709551615 elements");
  EXPECT_EQ(fault_of(with_tensor(R"("strides":[1])")), "tensor \"a\": unknown key \"strides\"");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":"F32","shape":[1])")),
            "tensor \"a\": no \"data_offsets\"");
  EXPECT_EQ(fault_of("{\"a\":"), "header is not JSON at byte 6");
  EXPECT_EQ(fault_of("{} x"), "header is not JSON at byte 4");
  EXPECT_EQ(fault_of(with_tensor("\"dtype\":\"\xff\"")), "header is not JSON at byte 16");
}

}  // namespace
}  // namespace msmv::weights
