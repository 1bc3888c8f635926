#include "msmv/torch/checkpoint.h"

#include <torch/torch.h>

#include <cstring>

#include "msmv/training/checkpoint_state.h"
#include "msmv/values/errors.h"
#include "msmv/weights/safetensors.h"

namespace msmv::libtorch {
namespace {

weights::DType dtype_of(const torch::Tensor& tensor) {
  return tensor.scalar_type() == torch::kInt64 ? weights::DType::i64 : weights::DType::f32;
}

std::size_t bytes_in(const torch::Tensor& tensor) {
  return static_cast<std::size_t>(tensor.numel()) * tensor.element_size();
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors,
                      const Json& state) {
  std::vector<torch::Tensor> plain;  // keeps the memory of the views
  weights::TensorViews views;
  for (const auto& [name, tensor] : tensors) {
    plain.push_back(tensor.detach().to(torch::kCPU).contiguous());
    const auto* memory = static_cast<const std::byte*>(plain.back().data_ptr());
    views[name] = {dtype_of(tensor), tensor.sizes().vec(), {memory, bytes_in(plain.back())}};
  }
  const std::string text = state.dump();
  weights::write_safetensors(path, views,
                             {{"format", training::kCheckpointFormat},
                              {"state", text},
                              {"content_hash", training::checkpoint_hash(views, text)}});
}

void read_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors) {
  const torch::NoGradGuard no_grad;
  const auto file = training::open_checkpoint(path);
  for (const auto& [name, tensor] : tensors) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end() || found->second.shape != tensor.sizes().vec() ||
        found->second.dtype != dtype_of(tensor)) {
      throw InputError(path, "is of another network: \"" + name + "\" is missing or misshapen");
    }
  }
  if (file.tensors.size() != tensors.size()) {
    throw InputError(path, "is of another network: it holds " +
                               std::to_string(file.tensors.size()) + " tensors, wanted " +
                               std::to_string(tensors.size()));
  }
  for (const auto& [name, tensor] : tensors) {
    auto plain = torch::empty(tensor.sizes(), tensor.options().device(torch::kCPU));
    std::memcpy(plain.data_ptr(), file.tensors.at(name).bytes.data(), bytes_in(plain));
    torch::Tensor target = tensor;
    target.copy_(plain);
  }
}

}  // namespace msmv::libtorch
