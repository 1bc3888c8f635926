#include "msmv/pfenet/frozen_encoder.h"

#include <torch/csrc/jit/frontend/tracer.h>

namespace msmv::pfenet {
namespace {

torch::jit::Module traced(const EncoderNetwork& network, const torch::Tensor& example) {
  torch::jit::Module module("Encoder");
  const auto run = [&](const torch::jit::Stack& inputs) -> torch::jit::Stack {
    return {EncoderNetworkImpl::pool(network->run(inputs.at(0).toTensor(), 0, kStages - 1))};
  };
  const auto unnamed = [](const torch::Tensor&) { return std::string(); };
  const auto trace =
      torch::jit::tracer::trace({example}, run, unnamed, true, false, &module, {"x"});
  const auto forward = module._ivalue()->compilation_unit()->create_function(
      c10::QualifiedName(*module.type()->name(), "forward"), trace.first->graph);
  module.type()->addMethod(forward);
  return module;
}

}  // namespace

FrozenEncoder::FrozenEncoder(const EncoderNetwork& network, const torch::Tensor& example)
    : module_("Encoder") {
  const torch::NoGradGuard no_grad;
  network->eval();
  for (torch::Tensor& weight : network->parameters()) {
    weight.requires_grad_(false);  // so that it becomes a constant of the graph
  }
  auto frozen = torch::jit::freeze(traced(network, example));
  module_ = torch::jit::optimize_for_inference(frozen);
}

torch::Tensor FrozenEncoder::encode(const torch::Tensor& x) {
  return module_.forward({x}).toTensor();
}

}  // namespace msmv::pfenet
