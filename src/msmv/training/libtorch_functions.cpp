#include "msmv/libtorch/functions.h"

#include <dlfcn.h>
#include <torch/cuda.h>

#include <memory>

#include "msmv/fdnet/scorer.h"
#include "msmv/pfenet/encoder.h"
#include "msmv/training/libtorch_trainer.h"

// What libmsmv_torch.so gives to msmv.

namespace msmv::libtorch {
namespace {

std::function<Encodings(const PatchBatch&)> encoder(
    const pfenet::Config& config, std::size_t scales, const weights::Tensors& tensors,
    const std::optional<std::size_t>& frozen_side_px) {
  const auto made = std::make_shared<pfenet::Encoder>(config, scales, tensors, frozen_side_px);
  return [made](const PatchBatch& patches) { return made->encode(patches); };
}

std::function<std::vector<ClassScores>(const Encodings&)> scorer(const fdnet::Config& config,
                                                                 const fdnet::Sizes& sizes,
                                                                 const weights::Tensors& tensors) {
  const auto made = std::make_shared<fdnet::Scorer>(config, sizes, tensors);
  return [made](const Encodings& encodings) { return made->scores(encodings); };
}

int cuda_devices() {
  return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
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
                                   .scorer = scorer,
                                   .train = msmv::training::train_by_libtorch,
                                   .cuda_devices = cuda_devices,
                                   .address_of = address_of};
  return &functions;
}
