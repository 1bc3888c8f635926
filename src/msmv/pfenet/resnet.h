#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>

#include <array>
#include <optional>
#include <vector>

#include "msmv/pfenet/encoder_network.h"

namespace msmv::pfenet {

// A convolution and the batch norm after it. Outside of training mode the batch norm's running
// statistics are folded into the convolution, in the graph: gradients reach both, and the pass
// over memory that a batch norm costs is saved (a third of the time of an encoder on a CPU).
class ConvBn {
 public:
  ConvBn(torch::nn::Conv2d conv, torch::nn::BatchNorm2d norm);
  // Computed in the type of x, whatever the type of the weights.
  torch::Tensor operator()(const torch::Tensor& x) const;
  void settle(torch::Device device, torch::ScalarType type);

 private:
  struct Folded {
    torch::Tensor weight, bias;
  };
  Folded folded() const;

  torch::nn::Conv2d conv_;
  torch::nn::BatchNorm2d norm_;
  std::optional<Folded> settled_;
};

// 1x1, 3x3, 1x1 with a shortcut; the stride is on the 3x3 (ResNet v1.5, torchvision's).
class BottleneckImpl : public torch::nn::Module {
 public:
  BottleneckImpl(std::int64_t in_channels, std::int64_t width, std::int64_t stride);
  torch::Tensor forward(const torch::Tensor& x);
  void settle(torch::Device device, torch::ScalarType type);

 private:
  std::array<ConvBn, 3> path_;
  std::vector<ConvBn> shortcut_;  // none where the shapes agree
};
TORCH_MODULE(Bottleneck);

// ResNet of bottleneck blocks without its fully connected head. State-dict names are
// torchvision's (deviation D40: convolution, batch norm, ReLU, in this order).
class ResNetImpl : public EncoderNetworkImpl {
 public:
  explicit ResNetImpl(Backbone backbone);

  torch::Tensor run(torch::Tensor x, int first, int last) override;
  bool takes_onednn_layout() const override;
  std::vector<torch::Tensor> stage_parameters(int stage) const override;
  void train_stages_from(int stage) override;
  void settle(torch::Device device, torch::ScalarType type) override;

 private:
  ConvBn stem_;
  std::vector<torch::nn::Sequential> layers_;
};
TORCH_MODULE(ResNet);

}  // namespace msmv::pfenet
