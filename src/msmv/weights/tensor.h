#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace msmv::weights {

// Row-major, slowest axis first. Empty for a single number.
using Shape = std::vector<std::int64_t>;

// Element types, under safetensors' names.
enum class DType { boolean, u8, i8, u16, i16, f16, bf16, u32, i32, f32, u64, i64, f64 };

std::string_view name_of(DType dtype);  // "F32"
std::size_t bytes_of(DType dtype);      // of one element
std::optional<DType> dtype_named(std::string_view name);
std::string dtype_choices();  // "BOOL, U8, ...", for messages

// "[64, 3, 7, 7]"; of more than 16 sides the first 16: "[1, ..., 1, ...]"
std::string text_of(const Shape& shape);

// Elements of a tensor of this shape. Throws std::invalid_argument for a negative side or more
// elements than 64 bits count.
std::size_t count_of(const Shape& shape);

// A tensor that lies in somebody else's memory, little-endian, without padding and at any
// alignment: read it by to_float32 (weights/storage.h) or std::memcpy.
struct TensorView {
  DType dtype = DType::f32;
  Shape shape;
  std::span<const std::byte> bytes;
};

// A tensor of 32-bit floats that owns its values.
struct Tensor {
  Shape shape;
  std::vector<float> values;
  bool operator==(const Tensor&) const = default;
};

using TensorViews = std::map<std::string, TensorView>;
using Tensors = std::map<std::string, Tensor>;

// A view of a tensor's values; valid as long as they are.
TensorView view_of(const Tensor& tensor);

}  // namespace msmv::weights
