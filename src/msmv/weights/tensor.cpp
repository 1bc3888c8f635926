#include "msmv/weights/tensor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

namespace msmv::weights {

static_assert(std::endian::native == std::endian::little, "weights are kept little-endian");

namespace {

struct DTypeFacts {
  std::string_view name;
  std::size_t bytes;
};

// In the order of the enumerators.
constexpr std::array<DTypeFacts, 13> kDTypes = {{{"BOOL", 1},
                                                 {"U8", 1},
                                                 {"I8", 1},
                                                 {"U16", 2},
                                                 {"I16", 2},
                                                 {"F16", 2},
                                                 {"BF16", 2},
                                                 {"U32", 4},
                                                 {"I32", 4},
                                                 {"F32", 4},
                                                 {"U64", 8},
                                                 {"I64", 8},
                                                 {"F64", 8}}};
static_assert(kDTypes[static_cast<std::size_t>(DType::f64)].name == "F64");

}  // namespace

std::string_view name_of(DType dtype) {
  return kDTypes.at(static_cast<std::size_t>(dtype)).name;
}

std::size_t bytes_of(DType dtype) {
  return kDTypes.at(static_cast<std::size_t>(dtype)).bytes;
}

std::optional<DType> dtype_named(std::string_view name) {
  const auto found = std::ranges::find(kDTypes, name, &DTypeFacts::name);
  return found == kDTypes.end() ? std::nullopt
                                : std::optional(static_cast<DType>(found - kDTypes.begin()));
}

std::string dtype_choices() {
  std::string joined;
  for (const DTypeFacts& facts : kDTypes) {
    joined += joined.empty() ? "" : ", ";
    joined += facts.name;
  }
  return joined;
}

std::string text_of(const Shape& shape) {
  constexpr std::size_t kMostShown = 16;
  std::string text = "[";
  for (std::size_t i = 0; i < std::min(shape.size(), kMostShown); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  }
  return text + (shape.size() > kMostShown ? ", ...]" : "]");
}

std::size_t count_of(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t side : shape) {
    if (side < 0 || __builtin_mul_overflow(count, static_cast<std::size_t>(side), &count)) {
      throw std::invalid_argument("count_of: no such shape " + text_of(shape));
    }
  }
  return count;
}

TensorView view_of(const Tensor& tensor) {
  return {
      .dtype = DType::f32, .shape = tensor.shape, .bytes = std::as_bytes(std::span(tensor.values))};
}

}  // namespace msmv::weights
