#include "msmv/torch/encoder.h"

#include <torch/torch.h>

#include <stdexcept>

#include "msmv/pfenet/layout.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/torch/patch_groups.h"
#include "msmv/torch/tensors.h"

namespace msmv::libtorch {
namespace {

// The weights are laid out once, so that a patch alone takes no longer than in company.
constexpr std::int64_t kGroup = 1;

}  // namespace

struct Encoder::Network {
  std::size_t features;
  mutable ParallelEncoders encoders;  // forward is not const in LibTorch
};

Encoder::Encoder(const pfenet::Config& config, std::size_t scales, const weights::Tensors& tensors)
    : network_(new Network{pfenet::feature_count(config),
                           ParallelEncoders(config, static_cast<int>(scales))}) {
  load(*network_->encoders, tensors, "pfenet.");
  network_->encoders->settle(torch::kCPU, torch::kFloat32);
}

Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Encodings Encoder::encode(const PatchBatch& batch) const {
  auto& encoders = network_->encoders;
  const auto scales = static_cast<std::int64_t>(batch.scales);
  if (scales != encoders->scales()) {
    throw std::invalid_argument("pfenet: a batch of " + std::to_string(scales) +
                                " scales, wanted " + std::to_string(encoders->scales()));
  }
  Encodings out{batch.samples, batch.scales, network_->features, {}};
  out.values.resize(out.samples * out.scales * out.features);
  encode_in_groups(
      view_of(batch), view_of(out), kGroup, [&](std::int64_t scale, const torch::Tensor& patches) {
        auto& encoder = encoders->encoder(static_cast<int>(scale));
        return EncoderNetworkImpl::pool(encoder.run(encoders->to_input(patches), 0, kStages - 1));
      });
  return out;
}

}  // namespace msmv::libtorch
