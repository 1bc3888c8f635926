#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/pfenet/config.h"
#include "msmv/pfenet/named_encoders.h"
#include "msmv/weights/checkpoint.h"

namespace msmv::pfenet {

// An encoder as somebody trained it, without its classifying head.
struct ImportedEncoder {
  Backbone backbone = Backbone::resnet50;
  std::optional<Config>
      stated;                  // the form, mean and deviation, where the file or a user names them
  weights::Metadata metadata;  // the file's own: origin, licence
  weights::Tensors tensors;    // exactly encoder_layout of these

  Config config() const { return stated.value_or(Config{.backbone = backbone}); }
};

// Reads a torchvision checkpoint (weights/checkpoint.h) and sees from its tensors which backbone it
// is, or what write_encoder and import_to_file wrote. "module." before every name (DataParallel) is
// taken off; heads ("fc.", "classifier." and the auxiliary ones) are left out; the older names in
// torchvision's file of DenseNet-161 are renewed.
// Throws InputError when the tensors are those of no backbone, or not finite.
ImportedEncoder import_encoder(const std::filesystem::path& path);

// The same for weights that are said to be of a form. Of a vision transformer names may be others
// (pfenet/import_transformer.h).
ImportedEncoder import_encoder(const std::filesystem::path& path, const EncoderForm& form);

// The settings that a file written by write_encoder or import_to_file states, without reading its
// tensors; nothing for another file. Throws InputError for what can't be read.
std::optional<Config> stated_config(const std::filesystem::path& path);

// Writes an encoder as plain float32 safetensors, "backbone" and what it states added to its
// metadata. import_encoder reads it back equal.
void write_encoder(const std::filesystem::path& path, const ImportedEncoder& encoder);

// A summary of what an import has written.
struct EncoderWritten {
  Config config;
  std::size_t tensors = 0;
  std::int64_t parameters = 0;
  std::vector<std::string> left_out;  // the file's tensors of a vision transformer's classifier
};

// Weights that are said to be of a form, as a file for import_encoder: under timm's names, with
// form, mean and deviation, numbers as they lie (half precision stays so). A vision transformer of
// any size takes the memory of its largest tensor.
EncoderWritten import_to_file(const std::filesystem::path& from, const EncoderForm& form,
                              const std::filesystem::path& to);

}  // namespace msmv::pfenet
