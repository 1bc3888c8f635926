#include "msmv/doctor/gpu.h"

#include <torch/cuda.h>

namespace msmv::doctor {

int cuda_devices() {
  return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

}  // namespace msmv::doctor
