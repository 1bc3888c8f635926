#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/fdnet/config.h"
#include "msmv/fdnet/layout.h"
#include "msmv/pfenet/config.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/centre_map.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

namespace msmv::program {
struct Program;
}  // namespace msmv::program

namespace msmv::training {
struct NetworkConfig;
struct Config;
struct Data;
struct RunOptions;
enum class Outcome;
}  // namespace msmv::training

namespace msmv::nuclei {
struct NetworkConfig;
struct Recipe;
struct TrainingRun;
struct CropBatch;
}  // namespace msmv::nuclei

namespace msmv::libtorch {

// Where and in which numbers a network runs.
struct Place {
  std::string device = "cpu";  // or "cuda:0", as Functions::device gives it
  bool in_bf16 = false;        // else float32
};

// PFENet in two steps: hands a batch over, and gives what waits for its encodings
// (torch/device_encoder.h).
using Submit = std::function<std::function<Encodings()>(const PatchBatch&)>;

// All that LibTorch does for msmv. It lies in a library of its own, libmsmv_torch.so, which is
// loaded when first asked for: LibTorch takes half a second to start, and who classifies by
// OpenVINO needs none of it.
struct Functions {
  // PFENet as torch/encoder.h has it, on so many threads.
  std::function<Encodings(const PatchBatch&)> (*encoder)(const pfenet::Config& config,
                                                         std::size_t scales,
                                                         const weights::Tensors& tensors,
                                                         int threads);
  Submit (*device_encoder)(const pfenet::Config& config, std::size_t scales,
                           const weights::Tensors& tensors, const Place& place);
  // FDNet as torch/scorer.h has it.
  std::function<std::vector<ClassScores>(const Encodings&)> (*scorer)(
      const fdnet::Config& config, const fdnet::Sizes& sizes, const weights::Tensors& tensors,
      const std::string& device);
  // training/trainer.h
  training::Outcome (*train)(const training::NetworkConfig& network, const training::Config& config,
                             const training::Data& data, const weights::Tensors& initial,
                             const training::RunOptions& run);
  // torch/map.h
  std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> (*map)(
      const pfenet::Graph& graph, const weights::Tensors& tensors);
  // torch/nuclei_trainer.h
  training::Outcome (*train_nuclei)(const nuclei::NetworkConfig& network,
                                    const nuclei::Recipe& recipe,
                                    const std::function<nuclei::CropBatch(std::size_t)>& draw,
                                    weights::Tensors& weights, const nuclei::TrainingRun& run);
  // How many CUDA devices there are; 0 for a LibTorch without CUDA.
  int (*cuda_devices)();
  // The device that a name means here (torch/device.h): "cuda:0" for "cuda". Throws
  // InputError when there is none.
  std::string (*device)(const std::string& name);
  // The most that a device does, by a product of matrices of so many rows, in 1e9 multiplications
  // and additions a second (torch/matmul_peak.h).
  double (*matmul_peak)(const Place& place, std::int64_t rows);
  // The function that LibTorch calls by that name ("sgemm_"); null where there is none.
  const void* (*address_of)(const char* name);
  // torch/torchscript.h
  void (*write_torchscript)(const std::filesystem::path& path, const program::Program& program);
  // program/onnx.h, of whose library Debian's LibTorch is a user
  void (*write_onnx)(const std::filesystem::path& path, const program::Program& program);
};

// Loads the library once. Throws InputError when it is not found, can't be loaded or was built from
// another revision of msmv.
const Functions& functions();

// Where the library is looked for: $MSMV_TORCH, else where it was installed or built
// (files/installed.h); else by its name alone, where the system looks for libraries.
std::filesystem::path path();

}  // namespace msmv::libtorch
