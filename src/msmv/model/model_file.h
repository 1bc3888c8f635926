#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "msmv/config/json.h"
#include "msmv/model/config.h"
#include "msmv/weights/storage.h"
#include "msmv/weights/tensor.h"

// A model is one safetensors file (docs/formats.md): its weights, and as metadata the format's
// version, the whole config, where the weights come from and what inference needs beside them.

namespace msmv {

inline constexpr int kModelFormatVersion = 1;

struct ModelFile {
  Config config;
  Json provenance = Json::object();   // data, split, seed, versions, numbers: for people
  Json calibration = Json::object();  // what the engine measured on images; its own business
  weights::Tensors weights;           // exactly layout(config)
  weights::Storage storage = weights::Storage::f32;  // how the weights lie in the file

  // Set by reading; writing ignores them.
  std::string id;  // names the file's content: same bytes, same id
  std::uint64_t bytes = 0;
};

namespace model {

// Reads and checks a model: the file's form, its format and version, the config, and that the
// weights are those that the config asks for, all finite. Throws InputError with the first fault.
ModelFile read(const std::filesystem::path& path);

// Writes a model atomically, its weights in model.storage; the same model gives the same bytes.
// Throws InputError when config and weights don't fit each other or the file can't be written.
void write(const std::filesystem::path& path, const ModelFile& model);

// Writes the model in `from` to `to` with the config, provenance and calibration of `model`, all
// its weights as they are stored, to the bit. Throws InputError as read and write do, also when the
// weights are not those that the config asks for.
void write_with_weights_of(const std::filesystem::path& from, const std::filesystem::path& to,
                           const ModelFile& model);

}  // namespace model
}  // namespace msmv
