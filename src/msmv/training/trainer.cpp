#include "msmv/training/trainer.h"

#include "msmv/libtorch/functions.h"

namespace msmv::training {

Outcome train(const NetworkConfig& network, const Config& config, const Data& data,
              const weights::Tensors& initial, const RunOptions& run) {
  return libtorch::functions().train(network, config, data, initial, run);
}

}  // namespace msmv::training
