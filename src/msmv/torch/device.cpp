#include "msmv/torch/device.h"

#include <torch/cuda.h>

#include "msmv/training/process_environment.h"
#include "msmv/values/device.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::libtorch {

int cuda_devices() {
  return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

c10::Device torch_device(const std::string& name) {
  return torch_device(name, cuda_devices());
}

c10::Device torch_device(const std::string& name, int devices) {
  const auto named = device_named(name);
  if (!named) {
    throw InputError("device " + in_quotes(name) + ": expected cpu, cuda or cuda:N");
  }
  if (!named->is_cuda) {
    return c10::kCPU;
  }
  if (devices == 0) {
    throw InputError("device " + name + ": LibTorch finds no CUDA device here");
  }
  const int number = named->number ? *named->number : training::local_rank();
  if (number >= devices) {
    const std::string of_rank = named->number ? "" : " (LOCAL_RANK)";
    throw InputError("device cuda:" + std::to_string(number) + of_rank +
                     ": the last one here is cuda:" + std::to_string(devices - 1));
  }
  return {c10::kCUDA, static_cast<c10::DeviceIndex>(number)};
}

}  // namespace msmv::libtorch
