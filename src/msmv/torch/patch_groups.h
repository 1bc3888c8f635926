#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>

// Networks see batches of one size alone, so that no result depends on how many samples there are:
// LibTorch takes other kernels, which sum in another order, for another size.

namespace msmv::libtorch {

// Samples that a device is given at once: those of one field.
inline constexpr std::int64_t kDevicesGroup = 6;

// `size` rows of a tensor from row `first` on; past the last one that comes again.
torch::Tensor filled_up(const torch::Tensor& rows, std::int64_t first, std::int64_t size);

// How many groups `samples` make.
std::int64_t groups_of(std::int64_t samples, std::int64_t size);

// Runs job(0) to job(count - 1) without gradients: on the processor beside each other, each on one
// thread (torch/single_threaded.h), for a device one after the other on this thread.
void run_on(torch::Device device, std::int64_t count, const std::function<void(std::int64_t)>& job);

// Patches [samples, scales, side, side, 3] to encodings [samples, scales, features] on the same
// device; encode(scale, patches [size, side, side, 3]) gives [size, features].
void encode_in_groups(
    const torch::Tensor& patches, const torch::Tensor& encodings, std::int64_t size,
    const std::function<torch::Tensor(std::int64_t, const torch::Tensor&)>& encode);

}  // namespace msmv::libtorch
