#pragma once

#include <torch/torch.h>

#include "golden/formula.h"
#include "msmv/torch/tensors.h"

namespace msmv::golden {

// The weights that the formula gives to the names of `module`, each led by `prefix` (which the
// formula does not see).
inline weights::Tensors weights_for(const torch::nn::Module& module, const std::string& prefix) {
  weights::Tensors tensors;
  for (const auto& item : libtorch::state_of(module)) {
    tensors[prefix + item.key()] = weight(item.key(), item.value().sizes().vec());
  }
  return tensors;
}

}  // namespace msmv::golden
