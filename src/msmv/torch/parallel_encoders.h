#pragma once

#include <torch/nn/module.h>

#include <vector>

#include "msmv/pfenet/config.h"
#include "msmv/torch/encoder_network.h"

namespace msmv::libtorch {

// The network of PFENet: an encoder for each scale, "scale0." (coarsest) and on, or one for all,
// "shared.".
class ParallelEncodersImpl : public torch::nn::Module {
 public:
  ParallelEncodersImpl(const pfenet::Config& config, int scales);

  // [samples, scales, side, side, 3] of 8 bits -> [samples, scales, features]. Stages before
  // `first_trained` leave no trace for gradients; kStages trains none.
  torch::Tensor forward(const torch::Tensor& pixels, int first_trained);

  // Makes an encoder's input: 8-bit [n, side, side, 3] -> normalised [n, 3, side, side],
  // channels last.
  torch::Tensor to_input(const torch::Tensor& pixels) const;

  EncoderNetworkImpl& encoder(int scale);
  int scales() const { return scales_; }
  // One, or as many as there are scales.
  const std::vector<EncoderNetwork>& encoders() const { return encoders_; }
  // Makes the encoders compute in `type`; weights stay float32.
  void compute_in(torch::ScalarType type) { type_ = type; }
  // Leaves the encoders as they are now, for inference on `device` in `type`
  // (EncoderNetworkImpl::settle).
  void settle(torch::Device device, torch::ScalarType type);

 private:
  int scales_;
  torch::ScalarType type_ = torch::kFloat32;
  torch::Tensor mean_, deviation_;  // of 0 to 255
  std::vector<EncoderNetwork> encoders_;
};
TORCH_MODULE(ParallelEncoders);

}  // namespace msmv::libtorch
