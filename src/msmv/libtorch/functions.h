#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "msmv/fdnet/config.h"
#include "msmv/fdnet/layout.h"
#include "msmv/pfenet/config.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

namespace msmv::training {
struct NetworkConfig;
struct Config;
struct Data;
struct RunOptions;
enum class Outcome;
}  // namespace msmv::training

namespace msmv::libtorch {

// All that LibTorch does for msmv. It lies in a library of its own, libmsmv_torch.so, which is
// loaded when first asked for: LibTorch takes half a second to start, and who classifies by the
// oneDNN engine needs none of it.
struct Functions {
  // PFENet as pfenet/encoder.h has it.
  std::function<Encodings(const PatchBatch&)> (*encoder)(
      const pfenet::Config& config, std::size_t scales, const weights::Tensors& tensors,
      const std::optional<std::size_t>& frozen_side_px);
  // FDNet as fdnet/scorer.h has it.
  std::function<std::vector<ClassScores>(const Encodings&)> (*scorer)(
      const fdnet::Config& config, const fdnet::Sizes& sizes, const weights::Tensors& tensors);
  // training/trainer.h
  training::Outcome (*train)(const training::NetworkConfig& network, const training::Config& config,
                             const training::Data& data, const weights::Tensors& initial,
                             const training::RunOptions& run);
  // How many CUDA devices can be trained on; 0 for a LibTorch without CUDA.
  int (*cuda_devices)();
  // What LibTorch calls by that name ("sgemm_"); null where there is none.
  const void* (*address_of)(const char* name);
};

// Loads the library once. Throws InputError when it is not found or can't be loaded.
const Functions& functions();

// Where the library is looked for: $MSMV_TORCH, else beside the program, where it was installed or
// built; else by its name alone, where the system looks for libraries.
std::filesystem::path path();

}  // namespace msmv::libtorch
