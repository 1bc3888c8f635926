#include "msmv/torch/tensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

weights::Shape shape_of(const torch::Tensor& tensor) {
  return tensor.sizes().vec();
}

// LibTorch has no view of constant memory; the tensors made of it are only read.
template <class T>
void* memory_of(const std::vector<T>& values, std::size_t count) {
  if (values.size() != count) {
    throw std::invalid_argument("pfenet: a batch of " + std::to_string(values.size()) +
                                " values, wanted " + std::to_string(count));
  }
  return const_cast<T*>(values.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

}  // namespace

torch::OrderedDict<std::string, torch::Tensor> state_of(const torch::nn::Module& module) {
  torch::OrderedDict<std::string, torch::Tensor> state;
  for (const auto& item : module.named_parameters()) {
    state.insert(item.key(), item.value());
  }
  for (const auto& item : module.named_buffers()) {
    if (!item.key().ends_with("num_batches_tracked")) {
      state.insert(item.key(), item.value());
    }
  }
  return state;
}

void load(torch::nn::Module& module, const weights::Tensors& tensors, const std::string& prefix) {
  const torch::NoGradGuard no_grad;
  const auto state = state_of(module);
  for (const auto& item : state) {
    const auto found = tensors.find(prefix + item.key());
    if (found == tensors.end()) {
      throw InputError("weights: no tensor \"" + prefix + item.key() + "\"");
    }
    const auto& [shape, values] = found->second;
    if (shape != shape_of(item.value())) {
      throw InputError("weights: \"" + prefix + item.key() + "\" has shape " +
                       weights::text_of(shape) + ", wanted " +
                       weights::text_of(shape_of(item.value())));
    }
    item.value().copy_(torch::from_blob(memory_of(values, values.size()), shape, torch::kFloat32));
  }
  for (const auto& [name, tensor] : tensors) {
    if (name.starts_with(prefix) && !state.contains(name.substr(prefix.size()))) {
      throw InputError("weights: \"" + name + "\" has no place in this network");
    }
  }
}

weights::Tensors tensors_of(const torch::nn::Module& module, const std::string& prefix) {
  weights::Tensors tensors;
  for (const auto& item : state_of(module)) {
    const auto plain = item.value().detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float* values = plain.data_ptr<float>();
    tensors[prefix + item.key()] = {shape_of(plain), {values, values + plain.numel()}};
  }
  return tensors;
}

torch::Tensor view_of(const PatchBatch& batch) {
  const std::size_t count = batch.samples * batch.scales * batch.bytes_per_patch();
  return torch::from_blob(
      memory_of(batch.pixels, count),
      {whole(batch.samples), whole(batch.scales), whole(batch.side_px), whole(batch.side_px), 3},
      torch::kUInt8);
}

torch::Tensor view_of(const Encodings& encodings) {
  const std::size_t count = encodings.samples * encodings.scales * encodings.features;
  return torch::from_blob(
      memory_of(encodings.values, count),
      {whole(encodings.samples), whole(encodings.scales), whole(encodings.features)},
      torch::kFloat32);
}

}  // namespace msmv::libtorch
