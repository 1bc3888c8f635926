#pragma once

#include <filesystem>

#include "msmv/program/program.h"

namespace msmv::libtorch {

// Writes a program as a TorchScript module that LibTorch and PyTorch from 1.13 on load: forward as
// torchscript_of (program/torchscript_source.h) has it, on any device, in evaluation mode. Facts
// lie in the archive as extra/NAME.
// Throws OutputError for a file that can't be written.
void write_torchscript(const std::filesystem::path& path, const program::Program& program);

}  // namespace msmv::libtorch
