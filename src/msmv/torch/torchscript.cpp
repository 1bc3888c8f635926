#include "msmv/torch/torchscript.h"

#include <torch/script.h>

#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/program/torchscript_source.h"

namespace msmv::libtorch {
namespace {

// Of its own memory: what is saved has no other owner.
torch::Tensor tensor_of(const std::vector<float>& values, const weights::Shape& shape) {
  auto* memory = const_cast<float*>(values.data());  // only read
  return torch::from_blob(memory, shape, torch::kFloat32).clone();
}

torch::jit::Module module_of(const program::Program& program) {
  torch::jit::Module module("Msmv");
  const auto add = [&](const std::string& name, const torch::Tensor& tensor) {
    module.register_parameter(name, tensor, false);
  };
  for (const auto& [name, tensor] : program.tensors) {
    add(program::identifier(name), tensor_of(tensor.values, tensor.shape));
  }
  if (program.head) {
    const auto classes = static_cast<std::int64_t>(program.head->bias.size());
    const auto count = static_cast<std::int64_t>(program.head->weights.size());
    add("head_weight", tensor_of(program.head->weights, {classes, count / classes}));
    add("head_bias", tensor_of(program.head->bias, {classes}));
  }
  // torch.jit.freeze asks for this attribute.
  module.register_attribute("training", c10::BoolType::get(), false);
  module.define(program::torchscript_of(program));
  return module;
}

}  // namespace

void write_torchscript(const std::filesystem::path& path, const program::Program& program) {
  const torch::NoGradGuard no_grad;
  const torch::jit::Module module = module_of(program);
  torch::jit::ExtraFilesMap facts;
  for (const auto& [name, value] : program.facts) {
    facts[name] = value;
  }
  files::write_atomically(path, [&](std::ostream& out) { module.save(out, facts); });
}

}  // namespace msmv::libtorch
