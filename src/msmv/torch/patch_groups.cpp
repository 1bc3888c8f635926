#include "msmv/torch/patch_groups.h"

#include <torch/torch.h>

#include <algorithm>

#include "msmv/torch/single_threaded.h"

namespace msmv::libtorch {

torch::Tensor filled_up(const torch::Tensor& rows, std::int64_t first, std::int64_t size) {
  const auto options = torch::TensorOptions(torch::kInt64).device(rows.device());
  return rows.index_select(
      0, torch::arange(first, first + size, options).clamp_max_(rows.size(0) - 1));
}

std::int64_t groups_of(std::int64_t samples, std::int64_t size) {
  return (samples + size - 1) / size;
}

void run_on(torch::Device device, std::int64_t count,
            const std::function<void(std::int64_t)>& job) {
  if (device.is_cpu()) {
    run_single_threaded(count, job);
    return;
  }
  const torch::NoGradGuard no_grad;
  for (std::int64_t i = 0; i < count; ++i) {
    job(i);
  }
}

void encode_in_groups(
    const torch::Tensor& patches, const torch::Tensor& encodings, std::int64_t size,
    const std::function<torch::Tensor(std::int64_t, const torch::Tensor&)>& encode) {
  const std::int64_t samples = patches.size(0);
  const std::int64_t groups = groups_of(samples, size);
  run_on(patches.device(), groups * patches.size(1), [&](std::int64_t i) {
    const std::int64_t scale = i / groups;
    const std::int64_t first = i % groups * size;
    const std::int64_t real = std::min(size, samples - first);
    const auto encoded = encode(scale, filled_up(patches.select(1, scale), first, size));
    encodings.select(1, scale).narrow(0, first, real).copy_(encoded.narrow(0, 0, real));
  });
}

}  // namespace msmv::libtorch
