#include "msmv/weights/storage.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/half.h"
#include "msmv/weights/quantize.h"

namespace msmv::weights {
namespace {

constexpr std::string_view kQ = ".q";
constexpr std::string_view kScaleAndZero = ".scale_zp";
constexpr std::size_t kLarge = 40'000;  // values that are worth storing smaller
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
      if (name.ends_with(kQ) && view.dtype == DType::u8) {
        const std::string stem = name.substr(0, name.size() - kQ.size());
        add(stem, quantized(stem, view));
      } else if (!is_scale_of_another(name)) {
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

  // Whether a tensor is only the other half of 8-bit values.
  bool is_scale_of_another(const std::string& name) const {
    if (!name.ends_with(kScaleAndZero)) {
      return false;
    }
    const auto values =
        views_.find(name.substr(0, name.size() - kScaleAndZero.size()) + std::string(kQ));
    return values != views_.end() && values->second.dtype == DType::u8;
  }

  Tensor quantized(const std::string& stem, const TensorView& view) const {
    const std::string name = stem + std::string(kScaleAndZero);
    const auto found = views_.find(name);
    if (found == views_.end()) {
      fail(path_, name, "missing beside its 8-bit values");
    }
    const TensorView& pairs = found->second;
    const bool is_one_for_all = pairs.shape == Shape{2};
    const bool is_one_a_channel = !view.shape.empty() && pairs.shape == Shape{view.shape[0], 2};
    if (pairs.dtype != DType::f32 || !(is_one_for_all || is_one_a_channel)) {
      fail(path_, name,
           "pairs of F32 wanted, one for all or one a channel, got " +
               std::string(name_of(pairs.dtype)) + " " + text_of(pairs.shape));
    }
    const auto* values = reinterpret_cast<const std::uint8_t*>(view.bytes.data());
    return dequantize(view.shape, {values, view.bytes.size()}, elements<ScaleAndZero>(pairs));
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

void check_range(const std::string& name, const Tensor& tensor, float largest,
                 const std::filesystem::path& path) {
  for (const float value : tensor.values) {
    if (!std::isfinite(value)) {
      fail(path, name, "has values that are not finite");
    }
    if (std::abs(value) > largest) {
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
    const bool is_small = tensor.shape.size() < 2 || tensor.values.size() < kLarge;
    const float largest =
        storage == Storage::f16 && !is_small ? kLargestF16 : std::numeric_limits<float>::max();
    check_range(name, tensor, largest, path);
    if (storage == Storage::f32 || is_small) {
      out.views[name] = view_of(tensor);
    } else if (storage == Storage::q8) {
      Quantized quantized = quantize(tensor);
      const Shape pairs = {tensor.shape.front(), 2};
      add(out, name + std::string(kQ), DType::u8, tensor.shape, std::move(quantized.values));
      add(out, name + std::string(kScaleAndZero), DType::f32, pairs, std::move(quantized.channels));
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
    if (view.dtype == DType::u8) {
      return Storage::q8;
    }
    if (view.dtype == DType::f16 || view.dtype == DType::bf16) {
      return view.dtype == DType::f16 ? Storage::f16 : Storage::bf16;
    }
  }
  return Storage::f32;
}

}  // namespace msmv::weights
