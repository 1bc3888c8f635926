#pragma once

#include <torch/csrc/jit/api/module.h>

#include "msmv/pfenet/encoder_network.h"

namespace msmv::pfenet {

// A trained encoder as LibTorch's own optimiser leaves it: traced once, frozen, constants computed
// beforehand, convolutions handed to oneDNN with ReLU and residual sum fused
// (torch.jit.optimize_for_inference). What msmv's engine is measured against.
class FrozenEncoder {
 public:
  // `example` has the shape of all inputs to come; the network is put out of training mode.
  FrozenEncoder(const EncoderNetwork& network, const torch::Tensor& example);

  // [n, 3, side, side], normalised -> [n, features].
  torch::Tensor encode(const torch::Tensor& x);

 private:
  torch::jit::Module module_;
};

}  // namespace msmv::pfenet
