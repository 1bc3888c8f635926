#pragma once

#include "msmv/training/config.h"
#include "msmv/training/run.h"
#include "msmv/weights/tensor.h"

namespace msmv::training {

// `train` of training/trainer.h, where LibTorch is.
Outcome train_by_libtorch(const NetworkConfig& network, const Config& config, const Data& data,
                          const weights::Tensors& initial, const RunOptions& run);

}  // namespace msmv::training
