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
  EXPECT_EQ(fault_of("{" + tensor + "," + tensor + "}"), "header: \"a\" stands twice");
  EXPECT_EQ(fault_of(R"({"__metadata__":{"k":"1","k":"2"}})"), "header: \"k\" stands twice");
  EXPECT_EQ(fault_of(R"({"__metadata__":{},"__metadata__":{}})"),
            "header: \"__metadata__\" stands twice");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":"U8","dtype":"U8")")),
            "header: \"dtype\" stands twice");
}

TEST(SafetensorsHeader, RefusesEveryOtherForm) {
  EXPECT_EQ(fault_of(R"({"a":1})"), "tensor \"a\": expected an object, got number");
  EXPECT_EQ(fault_of(R"([])"), "header: expected an object, got array");
  EXPECT_EQ(fault_of(R"({"__metadata__":{"k":1}})"),
            "__metadata__: expected text for \"k\", got number");
  EXPECT_EQ(fault_of(R"({"__metadata__":[]})"), "__metadata__: expected an object, got array");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":7)")), "tensor \"a\".dtype: wrong type, got 7");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":3)")), "tensor \"a\".shape: wrong type, got 3");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[[1]])")), "tensor \"a\".shape: wrong type, got [1]");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[-1])")),
            "tensor \"a\".shape: -1 is not between 0.0 and 9e+18");
  EXPECT_EQ(fault_of(with_tensor(R"("data_offsets":[0,1.5])")),
            "tensor \"a\".data_offsets: expected a whole number, got 1.5");
  EXPECT_EQ(fault_of(with_tensor(R"("data_offsets":[0])")),
            "tensor \"a\".data_offsets: expected 2 values, got 1");
  EXPECT_EQ(fault_of(with_tensor(R"("shape":[18446744073709551615])")),
            "tensor \"a\".shape: 18446744073709551615 is not between 0.0 and 9e+18");
  EXPECT_EQ(fault_of(with_tensor(R"("strides":[1])")), "tensor \"a\": unknown setting \"strides\"");
  EXPECT_EQ(fault_of(with_tensor(R"("dtype":"F32","shape":[1])")),
            "tensor \"a\": no \"data_offsets\"");
  EXPECT_EQ(fault_of("{\"a\":"), "header: not JSON at byte 6");
  EXPECT_EQ(fault_of("{} x"), "header: not JSON at byte 4");
  EXPECT_EQ(fault_of(with_tensor("\"dtype\":\"\xff\"")), "header: not JSON at byte 16");
}

}  // namespace
}  // namespace msmv::weights
