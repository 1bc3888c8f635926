#pragma once

#include <filesystem>
#include <optional>

#include "msmv/engine/export_ir.h"
#include "msmv/model/model_file.h"

namespace msmv {

// A model's FDNet as one linear map, with what standardizes the encodings folded in; nothing of a
// BiLSTM and of several scales.
std::optional<engine::LinearHead> linear_head(const ModelFile& model);

// What a model's exported file has.
struct Exported {
  std::filesystem::path weights;   // the file beside the one that was asked for
  bool has_probabilities = false;  // else its encoder alone: FDNet sees more than one patch
};

// Writes a model's network for programs that run OpenVINO's IR (engine/export_ir.h), as patch in,
// encoding and, where FDNet is linear over one scale, probabilities out. Stain, KREM and the vote
// are no part of it (docs/export.md).
// Throws InputError for a model with an encoder for each scale, for a name that does not end in
// .xml and in a build without OpenVINO; OutputError for a file that can't be written.
Exported export_openvino(const ModelFile& model, const std::filesystem::path& path);

}  // namespace msmv
