#include "msmv/weights/storage.h"

#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/half.h"
#include "msmv/weights/quantize.h"

namespace msmv::weights {
namespace {

constexpr std::string_view kQ8 = ".q8";
constexpr std::string_view kScale = ".scale";
constexpr std::string_view kForeignQ = ".q";
constexpr std::string_view kForeignScale = ".scale_zp";
constexpr float kLargestF16 = 65504.0F;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& name,
                       const std::string& fault) {
  throw InputError(path, "tensor " + in_quotes(name) + ": " + fault);
}

// The elements of a view as T, copied: they may lie at any alignment.
template <class T>
std::vector<T> elements(const TensorView& view) {
  std::vector<T> out(view.bytes.size() / sizeof(T));
  if (!out.empty()) {
    std::memcpy(out.data(), view.bytes.data(), out.size() * sizeof(T));
  }
  return out;
}

template <class T, class ToFloat>
std::vector<float> converted(const TensorView& view, ToFloat to_float) {
  std::vector<float> out(view.bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < out.size(); ++i) {
    T element;
    std::memcpy(&element, view.bytes.data() + i * sizeof(T), sizeof(T));
    out[i] = to_float(element);
  }
  return out;
}

// Reads the tensors of one file; each stored form takes its other half along.
class Decoder {
 public:
  Decoder(const TensorViews& views, const std::filesystem::path& path)
      : views_(views), path_(path) {}

  Tensors decode() {
    for (const auto& [name, view] : views_) {
      if (name.ends_with(kQ8) && view.dtype == DType::i8) {
        add(name.substr(0, name.size() - kQ8.size()), quantized(name, view));
      } else if (name.ends_with(kForeignQ) && view.dtype == DType::u8) {
        add(name.substr(0, name.size() - kForeignQ.size()), foreign(name, view));
      } else if (!belongs_to(name, kScale, kQ8, DType::i8) &&
                 !belongs_to(name, kForeignScale, kForeignQ, DType::u8)) {
        add(name, {.shape = view.shape, .values = plain(name, view)});
      }
    }
    return std::move(out_);
  }

 private:
  void add(const std::string& name, Tensor tensor) {
    if (!out_.emplace(name, std::move(tensor)).second) {
      fail(path_, name, "stored in two forms");
    }
  }

  // Whether `name` is the `half` of a tensor whose values are stored under `values`.
  bool belongs_to(const std::string& name, std::string_view half, std::string_view values,
                  DType dtype) const {
    if (!name.ends_with(half)) {
      return false;
    }
    const auto found = views_.find(name.substr(0, name.size() - half.size()) + std::string(values));
    return found != views_.end() && found->second.dtype == dtype;
  }

  std::vector<float> scales(const std::string& name, const Shape& shape) const {
    const auto found = views_.find(name);
    if (found == views_.end()) {
      fail(path_, name, "missing beside its 8-bit values");
    }
    const TensorView& view = found->second;
    if (view.dtype != DType::f32 || view.shape != shape) {
      fail(path_, name,
           "expected F32 " + text_of(shape) + ", got " + std::string(name_of(view.dtype)) + " " +
               text_of(view.shape));
    }
    return elements<float>(view);
  }

  Tensor quantized(const std::string& name, const TensorView& view) const {
    if (view.shape.empty()) {
      fail(path_, name, "8-bit values without channels");
    }
    const std::string stem = name.substr(0, name.size() - kQ8.size());
    const auto* values = reinterpret_cast<const std::int8_t*>(view.bytes.data());
    return dequantize(view.shape, {values, view.bytes.size()},
                      scales(stem + std::string(kScale), {view.shape.front()}));
  }

  Tensor foreign(const std::string& name, const TensorView& view) const {
    const std::string stem = name.substr(0, name.size() - kForeignQ.size());
    const auto pair = scales(stem + std::string(kForeignScale), {2});
    std::array<float, 256> table;
    for (std::size_t q = 0; q < table.size(); ++q) {
      table[q] = static_cast<float>((static_cast<double>(q) - pair[1]) * pair[0]);
    }
    return {.shape = view.shape,
            .values = converted<std::uint8_t>(view, [&](std::uint8_t q) { return table[q]; })};
  }

  std::vector<float> plain(const std::string& name, const TensorView& view) const {
    switch (view.dtype) {
      case DType::f32:
        return elements<float>(view);
      case DType::f64:
        return converted<double>(view, [](double value) { return static_cast<float>(value); });
      case DType::f16:
        return converted<std::uint16_t>(view, from_f16);
      case DType::bf16:
        return converted<std::uint16_t>(view, from_bf16);
      default:
        fail(path_, name,
             "values of type " + std::string(name_of(view.dtype)) + ", not floating point");
    }
  }

  const TensorViews& views_;
  const std::filesystem::path& path_;
  Tensors out_;
};

// Keeps `values` alive in `out` and views them under `name`.
template <class T>
void add(Stored& out, const std::string& name, DType dtype, const Shape& shape,
         std::vector<T> values) {
  auto buffer = std::make_shared<const std::vector<T>>(std::move(values));
  out.views[name] = {.dtype = dtype, .shape = shape, .bytes = std::as_bytes(std::span(*buffer))};
  out.buffers.push_back(std::move(buffer));
}

void check_range(const std::string& name, const Tensor& tensor, Storage storage,
                 const std::filesystem::path& path) {
  for (const float value : tensor.values) {
    if (!std::isfinite(value)) {
      fail(path, name, "has values that are not finite");
    }
    if (storage == Storage::f16 && std::abs(value) > kLargestF16) {
      fail(path, name, std::to_string(value) + " is beyond F16's largest, 65504");
    }
  }
}

template <class ToHalf>
std::vector<std::uint16_t> halves(const Tensor& tensor, ToHalf to_half) {
  std::vector<std::uint16_t> out;
  out.reserve(tensor.values.size());
  for (const float value : tensor.values) {
    out.push_back(to_half(value));
  }
  return out;
}

}  // namespace

Stored store(const Tensors& tensors, Storage storage, const std::filesystem::path& path) {
  Stored out;
  for (const auto& [name, tensor] : tensors) {
    check_range(name, tensor, storage, path);
    if (storage == Storage::f32 || tensor.shape.size() < 2) {
      out.views[name] = view_of(tensor);
    } else if (storage == Storage::q8) {
      Quantized quantized = quantize(tensor);
      const Shape channels = {tensor.shape.front()};
      add(out, name + std::string(kQ8), DType::i8, tensor.shape, std::move(quantized.values));
      add(out, name + std::string(kScale), DType::f32, channels, std::move(quantized.scales));
    } else if (storage == Storage::f16) {
      add(out, name, DType::f16, tensor.shape, halves(tensor, to_f16));
    } else {
      add(out, name, DType::bf16, tensor.shape, halves(tensor, to_bf16));
    }
  }
  return out;
}

Tensors decode(const TensorViews& views, const std::filesystem::path& path) {
  return Decoder(views, path).decode();
}

Storage storage_of(const TensorViews& views) {
  for (const auto& [name, view] : views) {
    if (view.dtype == DType::i8) {
      return Storage::q8;
    }
    if (view.dtype == DType::f16 || view.dtype == DType::bf16) {
      return view.dtype == DType::f16 ? Storage::f16 : Storage::bf16;
    }
  }
  return Storage::f32;
}

}  // namespace msmv::weights
