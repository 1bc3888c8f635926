#pragma once

#include "msmv/training/run.h"
#include "msmv/values/seed.h"
#include "msmv/weights/tensor.h"

namespace msmv::training {

// FDNet before training, under the names of a model: PyTorch's distributions (uniform up to
// 1 / sqrt(inputs)), drawn from the seed alone.
weights::Tensors initial_fdnet(const NetworkConfig& network, Seed seed);

}  // namespace msmv::training
