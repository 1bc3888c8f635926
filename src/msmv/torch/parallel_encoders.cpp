#include "msmv/torch/parallel_encoders.h"

#include <torch/torch.h>

#include <stdexcept>

namespace msmv::libtorch {
namespace {

// The channels' statistics at 8 bits, shaped to broadcast over [n, 3, side, side].
torch::Tensor of_bytes(const std::array<double, 3>& rgb) {
  return (torch::tensor({rgb[0], rgb[1], rgb[2]}, torch::kFloat64) * 255)
      .to(torch::kFloat32)
      .view({1, 3, 1, 1});
}

// Whether to keep x in oneDNN's own layout from the first convolution to the last. Otherwise each
// lays its inputs and results out anew, which takes up to a fifth of a training step.
bool stays_in_onednn_layout(const EncoderNetworkImpl& network, const torch::Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat32 && at::hasMKLDNN() &&
         at::globalContext().userEnabledMkldnn() && network.takes_onednn_layout();
}

}  // namespace

ParallelEncodersImpl::ParallelEncodersImpl(const pfenet::Config& config, int scales)
    : scales_(scales), mean_(of_bytes(config.mean)), deviation_(of_bytes(config.deviation)) {
  if (scales < 1) {
    throw std::invalid_argument("pfenet: got " + std::to_string(scales) + " scales, wanted 1 up");
  }
  for (int i = 0; i < (config.shared_weights ? 1 : scales); ++i) {
    const std::string name = config.shared_weights ? "shared" : "scale" + std::to_string(i);
    encoders_.push_back(register_module(name, make_encoder_network(config)));
  }
}

torch::Tensor ParallelEncodersImpl::forward(const torch::Tensor& pixels, int first_trained) {
  std::vector<torch::Tensor> encodings;
  for (int i = 0; i < scales_; ++i) {
    auto x = to_input(pixels.select(1, i));
    auto& network = encoder(i);
    const bool in_layout = stays_in_onednn_layout(network, x);
    {
      const torch::NoGradGuard no_grad;
      x = network.run(in_layout ? x.to_mkldnn() : x, 0, first_trained - 1);
    }
    x = network.run(x, first_trained, kStages - 1);
    encodings.push_back(EncoderNetworkImpl::pool(x.is_mkldnn() ? x.to_dense() : x));
  }
  return torch::stack(encodings, 1);
}

torch::Tensor ParallelEncodersImpl::to_input(const torch::Tensor& pixels) const {
  const auto device = pixels.device();
  const auto x = pixels.permute({0, 3, 1, 2}).to(torch::kFloat32);
  return x.sub(mean_.to(device)).div_(deviation_.to(device)).to(type_);
}

void ParallelEncodersImpl::settle(torch::Device device, torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  eval();
  type_ = type;
  mean_ = mean_.to(device);
  deviation_ = deviation_.to(device);
  for (const EncoderNetwork& encoder : encoders_) {
    encoder->settle(device, type);
  }
}

EncoderNetworkImpl& ParallelEncodersImpl::encoder(int scale) {
  return *encoders_.at(encoders_.size() == 1 ? 0 : static_cast<std::size_t>(scale));
}

}  // namespace msmv::libtorch
