#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "msmv/weights/tensor.h"

// safetensors, read and written (https://github.com/huggingface/safetensors, docs/formats.md):
// 8 bytes with the header's size, a JSON header, the tensors' bytes. A file holds numbers and
// text only; nothing in it is run.

namespace msmv::weights {

using Metadata = std::map<std::string, std::string>;

// The contents of a file. The views point into the mapping and live as long as a copy of it.
struct Safetensors {
  Metadata metadata;
  TensorViews tensors;
  std::span<const std::byte> bytes;  // of the whole file
  std::shared_ptr<const void> mapping;
};

// Reads strictly: every byte of the file must belong to the header or to exactly one tensor, names
// are unique, sizes fit shapes and types. Only the header is read now; the values are read by the
// system when they are touched. Throws InputError with the first fault found.
Safetensors read_safetensors(const std::filesystem::path& path);

// The same from memory, which must outlive the result; `path` is for messages only.
Safetensors parse_safetensors(std::span<const std::byte> bytes, const std::filesystem::path& path);

// Writes atomically; the same content gives the same bytes. The tensors are ordered by the size of
// their elements, largest first, then by name, so that each is aligned to its type.
// Throws InputError when the file can't be written, std::invalid_argument when a tensor's bytes
// don't fit its shape and type.
void write_safetensors(const std::filesystem::path& path, const TensorViews& tensors,
                       const Metadata& metadata);

// A tensor whose values are made when they are written, all its bytes.
struct TensorToWrite {
  DType dtype = DType::f32;
  Shape shape;
  std::function<void(std::ostream&)> write;
};
// The same file, one tensor after the other.
void write_safetensors_in_turn(const std::filesystem::path& path,
                               const std::map<std::string, TensorToWrite>& tensors,
                               const Metadata& metadata);

}  // namespace msmv::weights
