#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/tensor.h"

// How float32 tensors lie in a file: as they are, or smaller.

namespace msmv::weights {

// q8 is 8 bits per output channel (weights/quantize.h): X becomes X.q and X.scale_zp.
enum class Storage { f32, f16, bf16, q8 };

constexpr EnumNames<Storage, 4> enum_names(Storage) {
  return {
      {{Storage::f32, "f32"}, {Storage::f16, "f16"}, {Storage::bf16, "bf16"}, {Storage::q8, "q8"}}};
}

// Tensors in the form of a file, with the memory that their views point into.
struct Stored {
  TensorViews views;
  std::vector<std::shared_ptr<const void>> buffers;
};

// Large tensors (two axes and more, at least 40,000 values) are stored smaller; the few numbers of
// biases, batch norms and the first, narrow convolutions stay float32. With f32 the views point
// into `tensors`. Throws InputError, with `path`, when a value doesn't fit the storage: not finite,
// or beyond F16's 65504.
Stored store(const Tensors& tensors, Storage storage, const std::filesystem::path& path);

// Every tensor of a file as float32: F32, F64, F16 and BF16, and X.q (U8) with X.scale_zp (F32,
// pairs of scale and zero point: [channels, 2], or [2] for all channels). Throws InputError for
// other types and for a form that lacks its other half.
Tensors decode(const TensorViews& views, const std::filesystem::path& path);

// How the larger tensors of a file are stored.
Storage storage_of(const TensorViews& views);

}  // namespace msmv::weights
