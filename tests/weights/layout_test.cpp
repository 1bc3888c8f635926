#include "msmv/weights/layout.h"

#include <gtest/gtest.h>

#include <limits>

#include "msmv/values/errors.h"

namespace msmv::weights {
namespace {

const Layout kLayout = {{"a", {2}}, {"b.running_var", {1}}};
const Tensors kTensors = {{"a", {.shape = {2}, .values = {1, 2}}},
                          {"b.running_var", {.shape = {1}, .values = {0}}}};

std::string fault_of(const Tensors& tensors) {
  try {
    check_layout(tensors, kLayout, "this net", "file");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

// kTensors with one of them replaced.
Tensors with(const std::string& name, const Tensor& tensor) {
  Tensors tensors = kTensors;
  tensors[name] = tensor;
  return tensors;
}

TEST(Layout, PrefixLeadsEveryName) {
  EXPECT_EQ(with_prefix("x.", kLayout), (Layout{{"x.a", {2}}, {"x.b.running_var", {1}}}));
}

TEST(Layout, NamesTheTensorThatDoesNotFit) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(fault_of(kTensors), "no fault");
  EXPECT_EQ(fault_of({}), "file: this net needs tensor \"a\" (2 of 2 missing)");
  EXPECT_EQ(fault_of(with("c", {})), "file: tensor \"c\": no part of this net");
  EXPECT_EQ(fault_of(with("a", {.shape = {1, 2}, .values = {1, 2}})),
            "file: tensor \"a\": shape [1, 2], this net needs [2]");
  EXPECT_EQ(fault_of(with("a", {.shape = {2}, .values = {1, kNan}})),
            "file: tensor \"a\": value 1 is not finite");
  EXPECT_EQ(fault_of(with("a", {.shape = {2}, .values = {-1, 1}})), "no fault");
  EXPECT_EQ(fault_of(with("b.running_var", {.shape = {1}, .values = {-1}})),
            "file: tensor \"b.running_var\": value 0 is negative, a variance can't be");
}

}  // namespace
}  // namespace msmv::weights
