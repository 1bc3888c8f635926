#pragma once

namespace msmv::doctor {

// How many CUDA devices LibTorch can train on (`msmv train --device cuda`); 0 for a LibTorch
// without CUDA.
int cuda_devices();

}  // namespace msmv::doctor
