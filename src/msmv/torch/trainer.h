#pragma once

#include "msmv/training/config.h"
#include "msmv/training/run.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// `train` of training/trainer.h, where LibTorch is.
training::Outcome train_by_libtorch(const training::NetworkConfig& network,
                                    const training::Config& config, const training::Data& data,
                                    const weights::Tensors& initial,
                                    const training::RunOptions& run);

}  // namespace msmv::libtorch
