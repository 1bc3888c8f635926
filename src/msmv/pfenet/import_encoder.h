#pragma once

#include <filesystem>

#include "msmv/pfenet/config.h"
#include "msmv/weights/checkpoint.h"

namespace msmv::pfenet {

// An encoder as somebody trained it, without its classifying head.
struct ImportedEncoder {
  Backbone backbone = Backbone::resnet50;
  weights::Metadata metadata;  // the file's own: origin, licence
  weights::Tensors tensors;    // exactly encoder_layout(backbone)
};

// Reads a torchvision checkpoint (weights/checkpoint.h) and sees from its tensors which backbone it
// is. "module." before every name (DataParallel) is taken off; heads ("fc.", "classifier." and the
// auxiliary ones) are left out; the older names in torchvision's file of DenseNet-161 are renewed.
// Throws InputError when the tensors are those of no backbone, or not finite.
ImportedEncoder import_encoder(const std::filesystem::path& path);

// Writes an encoder as plain float32 safetensors, "backbone" added to its metadata. import_encoder
// reads it back equal.
void write_encoder(const std::filesystem::path& path, const ImportedEncoder& encoder);

}  // namespace msmv::pfenet
