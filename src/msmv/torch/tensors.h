#pragma once

#include <torch/nn/module.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

// Between plain memory and LibTorch. Tensors of a module have the names of its state dict after
// `prefix` ("pfenet." or "fdnet."); batch norms' counters of batches are left out, as nothing
// uses them.

namespace msmv::libtorch {

// A count as LibTorch takes it.
inline std::int64_t whole(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

// Sets every parameter and buffer of the module; names of other prefixes are not looked at.
// Throws InputError for a name that is missing, left over, or of another shape.
void load(torch::nn::Module& module, const weights::Tensors& tensors, const std::string& prefix);

// Copies of all parameters and buffers.
weights::Tensors tensors_of(const torch::nn::Module& module, const std::string& prefix);

// All parameters and buffers that `load` sets, by their name without the prefix.
torch::OrderedDict<std::string, torch::Tensor> state_of(const torch::nn::Module& module);

// [samples, scales, side, side, 3]; shares the batch's memory, which must outlive it.
torch::Tensor view_of(const PatchBatch& batch);
// [samples, scales, features]; shares the encodings' memory, which must outlive it.
torch::Tensor view_of(const Encodings& encodings);

}  // namespace msmv::libtorch
