#include "msmv/training/checkpoint.h"

#include <torch/torch.h>

#include <cstring>

#include "msmv/config/parse_json.h"
#include "msmv/files/content_hash.h"
#include "msmv/values/errors.h"
#include "msmv/weights/safetensors.h"

namespace msmv::training {
namespace {

constexpr std::string_view kFormat = "msmv checkpoint 1";

weights::DType dtype_of(const torch::Tensor& tensor) {
  return tensor.scalar_type() == torch::kInt64 ? weights::DType::i64 : weights::DType::f32;
}

std::size_t bytes_in(const torch::Tensor& tensor) {
  return static_cast<std::size_t>(tensor.numel()) * tensor.element_size();
}

// Of the state and every tensor.
std::string hash_of(const weights::TensorViews& tensors, const std::string& state) {
  std::string hashes = files::content_hash(state);
  for (const auto& [name, view] : tensors) {
    hashes += files::content_hash(name) + files::content_hash(view.bytes);
  }
  return files::content_hash(hashes);
}

weights::Safetensors opened(const std::filesystem::path& path) {
  auto file = weights::read_safetensors(path);
  const auto format = file.metadata.find("format");
  if (format == file.metadata.end() || format->second != kFormat ||
      !file.metadata.contains("state")) {
    throw InputError(path, "is no checkpoint of this version of msmv");
  }
  const auto hash = file.metadata.find("content_hash");
  if (hash == file.metadata.end()) {
    throw InputError(path,
                     "has no hash of its content; checkpoints of earlier versions can't be "
                     "gone on from");
  }
  if (hash->second != hash_of(file.tensors, file.metadata.at("state"))) {
    throw InputError(path, "has been changed since it was written");
  }
  return file;
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
  weights::write_safetensors(
      path, views,
      {{"format", std::string(kFormat)}, {"state", text}, {"content_hash", hash_of(views, text)}});
}

Json read_checkpoint_state(const std::filesystem::path& path) {
  const auto file = opened(path);
  Json state = parse_json(file.metadata.at("state"), path.string() + ": its state");
  if (!state.is_object()) {
    throw InputError(path, "its state is no JSON object");
  }
  return state;
}

void read_checkpoint(const std::filesystem::path& path, const NamedTensors& tensors) {
  const torch::NoGradGuard no_grad;
  const auto file = opened(path);
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

}  // namespace msmv::training
