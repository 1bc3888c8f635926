#pragma once

#include <filesystem>
#include <string>

#include "msmv/config/json.h"
#include "msmv/weights/safetensors.h"

// A run's checkpoint as a file, without what LibTorch makes of it (checkpoint.h).

namespace msmv::training {

inline constexpr const char* kCheckpointFormat = "msmv checkpoint 1";

// Of the state, as text, and every tensor.
std::string checkpoint_hash(const weights::TensorViews& tensors, const std::string& state);

// The file and the JSON object in it. They throw InputError when the file is no checkpoint, or was
// changed since it was written.
weights::Safetensors open_checkpoint(const std::filesystem::path& path);
Json read_checkpoint_state(const std::filesystem::path& path);

}  // namespace msmv::training
