#pragma once

#include <filesystem>

#include "msmv/config/json.h"
#include "msmv/training/optimizer.h"

namespace msmv::training {

// A run's state on disk: one safetensors file of named tensors, and JSON about where the run
// stands. Written whole or not at all.
void write_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors,
                      const Json& state);

// The JSON of a checkpoint. Throws InputError when the file is none.
Json read_checkpoint_state(const std::filesystem::path& path);

// Copies a checkpoint's tensors into `tensors`. Throws InputError unless the file holds exactly
// these names, shapes and types, before anything is changed.
void read_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors);

}  // namespace msmv::training
