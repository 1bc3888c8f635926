#include "msmv/pfenet/encoder.h"

#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

#include "msmv/pfenet/frozen_encoder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pfenet/parallel_encoders.h"
#include "msmv/pfenet/single_threaded.h"
#include "msmv/pfenet/torch_tensors.h"

namespace msmv::pfenet {
namespace {

// Fewer would spend more on laying out the weights, more would leave cores idle at the six samples
// of one field.
constexpr std::int64_t kGroup = 3;

}  // namespace

struct Encoder::Network {
  std::size_t features;
  mutable ParallelEncoders encoders;          // forward is not const in LibTorch
  mutable std::vector<FrozenEncoder> frozen;  // of each of them, or none

  void freeze(std::size_t side_px) {
    const auto side = static_cast<std::int64_t>(side_px);
    const auto example = encoders->to_input(torch::zeros({kGroup, side, side, 3}, torch::kUInt8));
    for (const EncoderNetwork& encoder : encoders->encoders()) {
      frozen.emplace_back(encoder, example);
    }
  }

  torch::Tensor encode(std::int64_t scale, const torch::Tensor& x) const {
    if (frozen.empty()) {
      return EncoderNetworkImpl::pool(
          encoders->encoder(static_cast<int>(scale)).run(x, 0, kStages - 1));
    }
    return frozen.at(frozen.size() == 1 ? 0 : static_cast<std::size_t>(scale)).encode(x);
  }
};

Encoder::Encoder(const Config& config, std::size_t scales, const weights::Tensors& tensors,
                 const std::optional<std::size_t>& frozen_side_px)
    : network_(new Network{
          feature_count(config.backbone), ParallelEncoders(config, static_cast<int>(scales)), {}}) {
  load(*network_->encoders, tensors, "pfenet.");
  network_->encoders->eval();
  if (frozen_side_px) {
    network_->freeze(*frozen_side_px);
  }
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
  const auto samples = static_cast<std::int64_t>(batch.samples);
  const auto pixels = view_of(batch);
  Encodings out{batch.samples, batch.scales, network_->features, {}};
  out.values.resize(out.samples * out.scales * out.features);
  const auto all = view_of(out);
  const std::int64_t groups = (samples + kGroup - 1) / kGroup;
  run_single_threaded(groups * scales, [&](std::int64_t i) {
    const std::int64_t scale = i / groups;
    const std::int64_t first = i % groups * kGroup;
    // Past the last sample it comes again.
    const auto rows = torch::arange(first, first + kGroup).clamp_max_(samples - 1);
    const auto x = encoders->to_input(pixels.select(1, scale).index_select(0, rows));
    const auto encoded = network_->encode(scale, x);
    const std::int64_t real = std::min(kGroup, samples - first);
    all.select(1, scale).narrow(0, first, real).copy_(encoded.narrow(0, 0, real));
  });
  return out;
}

}  // namespace msmv::pfenet
