#pragma once

#include <filesystem>

#include "msmv/config/json.h"
#include "msmv/torch/optimizer.h"
#include "msmv/training/checkpoint_state.h"

namespace msmv::libtorch {

// A run's state on disk: one safetensors file of named tensors, and JSON about where the run
// stands, with a hash of both. Written whole or not at all.
void write_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors,
                      const Json& state);

// Copies a checkpoint's tensors into `tensors`. Throws InputError unless the file holds exactly
// these names, shapes and types, before anything is changed.
void read_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors);

}  // namespace msmv::libtorch
