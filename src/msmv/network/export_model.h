#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "msmv/model/model_file.h"
#include "msmv/program/program.h"

namespace msmv {

// A model's FDNet as one linear map, with what standardizes the encodings and the temperature of
// the scores folded in; nothing of a BiLSTM and of several scales.
std::optional<program::LinearHead> linear_head(const ModelFile& model);

// The files that an export has written.
struct Exported {
  std::vector<std::filesystem::path> files;  // the one that was asked for, then those beside it
  bool has_head = false;  // else it is the encoder alone: FDNet sees more than one patch
};

// The files that exporting to `path` may write beside it.
std::vector<std::filesystem::path> beside_export(const std::filesystem::path& path);

// These write a model's network for other programs (docs/export.md): patch in, encoding and, where
// FDNet is linear over one scale, classes out. Stain, KREM and the vote are no part of it.
// All throw InputError for a model with an encoder for each scale and for a name without the
// format's extension, OutputError for a file that can't be written.

// OpenVINO's IR, .xml and .bin (engine/export_ir.h). Throws InputError in a build without OpenVINO.
Exported export_openvino(const ModelFile& model, const std::filesystem::path& path);

// TorchScript, .pt (torch/torchscript.h), and where it gives classes config.json beside it for
// WSInfer (program/wsinfer.h). Throws InputError without the LibTorch part, and where a config.json
// lies there that isn't WSInfer's.
Exported export_torchscript(const ModelFile& model, const std::filesystem::path& path);

// ONNX, .onnx (program/onnx.h). Throws InputError without the LibTorch part and what write_onnx
// throws.
Exported export_onnx(const ModelFile& model, const std::filesystem::path& path);

}  // namespace msmv
