#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

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

// The same as it lies in the file, tensor by tensor, so that a file of any size takes the memory of
// one tensor.
class CheckpointFile {
 public:
  struct Facts {
    DType dtype = DType::f32;
    Shape shape;
  };

  // Reads what there is, without the tensors' values. Throws as read_checkpoint does.
  explicit CheckpointFile(const std::filesystem::path& path);
  ~CheckpointFile();

  const Metadata& metadata() const;
  const std::map<std::string, Facts>& tensors() const;
  // The values in row-major order. Throws InputError for what can't be read, and
  // std::out_of_range for a name that there is not.
  std::vector<std::byte> read(const std::string& name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace msmv::weights
