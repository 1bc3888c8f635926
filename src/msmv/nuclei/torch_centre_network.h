#pragma once

#include <torch/types.h>

#include "msmv/krem/centre_map.h"
#include "msmv/nuclei/config.h"
#include "msmv/weights/tensor.h"

namespace msmv::nuclei {

// The centre network of a file (network_file.h) by LibTorch, in float32 on the processor: the
// reference. Throws InputError for tensors that aren't the config's.
krem::CentreNetwork torch_centre_network(const NetworkConfig& config,
                                         const weights::Tensors& tensors);

// Pixels [n, height, width, 3] of 8 bits as the network takes them: [n, 3, height, width], centred
// and scaled as pfenet::Config does by itself.
torch::Tensor colours_of(const torch::Tensor& pixels);

}  // namespace msmv::nuclei
