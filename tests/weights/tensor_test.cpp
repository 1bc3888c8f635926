#include "msmv/weights/tensor.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::weights {
namespace {

TEST(Tensor, TypesAreFoundByTheNameTheyGive) {
  for (const DType dtype : {DType::boolean, DType::u8, DType::f16, DType::bf16, DType::f64}) {
    EXPECT_EQ(dtype_named(name_of(dtype)), dtype);
  }
  EXPECT_EQ(name_of(DType::bf16), "BF16");
  EXPECT_EQ(bytes_of(DType::bf16), 2U);
  EXPECT_EQ(bytes_of(DType::f32), 4U);
  EXPECT_EQ(dtype_named("f32"), std::nullopt);
}

TEST(Tensor, CountsTheElementsOfAShape) {
  EXPECT_EQ(count_of({}), 1U);
  EXPECT_EQ(count_of({2, 3, 4}), 24U);
  EXPECT_EQ(count_of({2, 0}), 0U);
  EXPECT_EQ(text_of({64, 3, 7, 7}), "[64, 3, 7, 7]");
  EXPECT_EQ(text_of({}), "[]");
  EXPECT_EQ(text_of(Shape(16, 1)), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]");
  EXPECT_EQ(text_of(Shape(1'000'000, 1)), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ...]");
}

TEST(Tensor, RefusesShapesThatAreNone) {
  EXPECT_THROW(count_of({-1}), std::invalid_argument);
  EXPECT_THROW(count_of({1LL << 40, 1LL << 40}), std::invalid_argument);
}

TEST(Tensor, ViewsTheValuesOfATensor) {
  const Tensor tensor{.shape = {2}, .values = {1.0F, 2.0F}};
  const TensorView view = view_of(tensor);
  EXPECT_EQ(view.dtype, DType::f32);
  EXPECT_EQ(view.shape, tensor.shape);
  EXPECT_EQ(view.bytes.size(), 8U);
  EXPECT_EQ(static_cast<const void*>(view.bytes.data()), tensor.values.data());
}

}  // namespace
}  // namespace msmv::weights
