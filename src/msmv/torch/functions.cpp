#include "msmv/libtorch/functions.h"

#include <dlfcn.h>
#include <torch/torch.h>

#include <memory>

#include "msmv/program/onnx.h"
#include "msmv/torch/device.h"
#include "msmv/torch/device_encoder.h"
#include "msmv/torch/encoder.h"
#include "msmv/torch/map.h"
#include "msmv/torch/matmul_peak.h"
#include "msmv/torch/nuclei_trainer.h"
#include "msmv/torch/scorer.h"
#include "msmv/torch/torchscript.h"
#include "msmv/torch/trainer.h"

// Fills the list of functions that libmsmv_torch.so gives to msmv.

namespace msmv::libtorch {
namespace {

std::function<Encodings(const PatchBatch&)> encoder(const pfenet::Config& config,
                                                    std::size_t scales,
                                                    const weights::Tensors& tensors, int threads) {
  const auto made = std::make_shared<Encoder>(config, scales, tensors);
  return [made, threads](const PatchBatch& patches) {
    // LibTorch's own count starts at 1 where it misreads the processor, and is each thread's own.
    at::set_num_threads(threads);
    return made->encode(patches);
  };
}

// A device for inference. float32 is float32 there, not TF32, and the same input gives the same
// bits.
torch::Device inference_device(const std::string& name) {
  const torch::Device device = torch_device(name);
  if (device.is_cuda()) {
    auto& context = at::globalContext();
    context.setAllowTF32CuDNN(false);
    context.setAllowTF32CuBLAS(false);
    context.setBenchmarkCuDNN(false);  // would choose kernels by the clock
    context.setDeterministicCuDNN(true);
  }
  return device;
}

torch::ScalarType type_of(const Place& place) {
  return place.in_bf16 ? torch::kBFloat16 : torch::kFloat32;
}

Submit device_encoder(const pfenet::Config& config, std::size_t scales,
                      const weights::Tensors& tensors, const Place& place) {
  const auto made = std::make_shared<DeviceEncoder>(config, scales, tensors,
                                                    inference_device(place.device), type_of(place));
  return [made](const PatchBatch& patches) { return made->submit(patches); };
}

std::function<std::vector<ClassScores>(const Encodings&)> scorer(const fdnet::Config& config,
                                                                 const fdnet::Sizes& sizes,
                                                                 const weights::Tensors& tensors,
                                                                 const std::string& device) {
  const auto made = std::make_shared<Scorer>(config, sizes, tensors, inference_device(device));
  return [made](const Encodings& encodings) { return made->scores(encodings); };
}

std::string device(const std::string& name) {
  return torch_device(name).str();
}

double peak_at(const Place& place, std::int64_t rows) {
  return matmul_peak(inference_device(place.device), type_of(place), rows);
}

const void* address_of(const char* name) {
  return dlsym(RTLD_DEFAULT, name);
}

}  // namespace
}  // namespace msmv::libtorch

extern "C" __attribute__((visibility("default"))) const msmv::libtorch::Functions*
msmv_libtorch_functions() {
  using namespace msmv::libtorch;
  static const Functions functions{.encoder = encoder,
                                   .device_encoder = device_encoder,
                                   .scorer = scorer,
                                   .train = train_by_libtorch,
                                   .map = torch_map,
                                   .train_nuclei = train_nuclei_by_libtorch,
                                   .cuda_devices = cuda_devices,
                                   .device = device,
                                   .matmul_peak = peak_at,
                                   .address_of = address_of,
                                   .write_torchscript = write_torchscript,
                                   .write_onnx = msmv::program::write_onnx};
  return &functions;
}
