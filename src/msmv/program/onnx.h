#pragma once

#include <filesystem>

#include "msmv/program/program.h"

namespace msmv::program {

// Writes a program as an ONNX model of opset 17, checked by ONNX's checker: "pixels", u8
// [n, side, side, 3], R G B of n patches, 0 to 255, to "encodings" [n, features] and, given a head,
// "probabilities" [n, classes]. Facts are the model's metadata.
// Throws InputError for a network of more than 2 GB, which ONNX's one file can't hold, for a pool
// that ONNX has no counterpart of, and in a build without ONNX; OutputError for a file that can't
// be written.
void write_onnx(const std::filesystem::path& path, const Program& program);

}  // namespace msmv::program
