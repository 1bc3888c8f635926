#pragma once

#include <c10/core/Device.h>

#include <string>

namespace msmv::libtorch {

// How many CUDA devices there are; 0 for a LibTorch without CUDA and where there is no driver.
int cuda_devices();

// The device that "cpu", "cuda" or "cuda:N" names. "cuda" is that whose number LOCAL_RANK says, the
// first where that is not set. Throws InputError for another name and for a device that isn't
// there.
c10::Device torch_device(const std::string& name);
// The same where there are so many CUDA devices.
c10::Device torch_device(const std::string& name, int devices);

}  // namespace msmv::libtorch
