#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "msmv/engine/encoder.h"
#include "msmv/program/program.h"

namespace msmv::engine {

// Writes an encoder, the first of the spec, for programs that run OpenVINO's IR: `path` (.xml) and
// its weights beside it (.bin), in float32. "pixels", u8 [1, side, side, 3], R G B of one patch;
// normalising is within. Results: "encodings" [1, features] and, given a head, "probabilities"
// [1, classes]. `facts` are kept as the model's runtime information "msmv".
// Throws InputError for weights that don't fit and in a build without OpenVINO, OutputError for a
// file that can't be written.
void write_ir(const std::filesystem::path& path, const WeightSource& source,
              const EncoderSpec& spec, const std::optional<program::LinearHead>& head,
              const std::map<std::string, std::string>& facts);

}  // namespace msmv::engine
