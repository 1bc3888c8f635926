#pragma once

#include <filesystem>

#include "msmv/weights/safetensors.h"
#include "msmv/weights/tensor.h"

namespace msmv::weights {

// Weights that somebody else made.
struct Checkpoint {
  Metadata metadata;  // what the file says of itself (safetensors only)
  Tensors tensors;
};

// Reads a state dict from safetensors or from PyTorch's .pth in zip form, told apart by their
// first bytes, as float32 (weights/storage.h). The counters that PyTorch keeps beside a batch norm
// ("num_batches_tracked") are left out. No code in the file is run.
// Throws InputError, also for PyTorch's file forms from before 1.6 and for TorchScript.
Checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace msmv::weights
