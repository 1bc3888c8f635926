#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <vector>

#include "msmv/pfenet/config.h"

namespace msmv::libtorch {

// The stages of an encoder: what may be trained or left as it is together. Of a ResNet 0 is the
// stem (7x7 convolution and max pool), 1 to 4 are torchvision's layer1 to layer4.
inline constexpr int kStages = 5;

// The interface of an encoder to PFENet, whichever backbone it is.
class EncoderNetworkImpl : public torch::nn::Module {
 public:
  // Runs stages first to last, both included: [n, 3, side, side] or a stage's output in,
  // [n, channels, height, width] out.
  virtual torch::Tensor run(torch::Tensor x, int first, int last) = 0;

  // Whether run() also takes tensors in oneDNN's own layout (to_mkldnn(): float32, on the
  // processor) as things stand; it then gives the like, or plain ones at a network's end.
  virtual bool takes_onednn_layout() const { return false; }

  // The parameters of one stage, for its learning rate.
  virtual std::vector<torch::Tensor> stage_parameters(int stage) const = 0;

  // Puts the batch norms of this stage and the later ones into training mode, the others out of it.
  virtual void train_stages_from(int stage) = 0;

  // From here on run() takes constants in place of the parameters: batch norms folded into what
  // they follow once, in float32; then on `device`, in `type`, channels last. Not for training.
  virtual void settle(torch::Device device, torch::ScalarType type) = 0;

  // Average over the last stage's places: [n, features], float32.
  static torch::Tensor pool(const torch::Tensor& x) { return x.to(torch::kFloat32).mean({2, 3}); }
};
using EncoderNetwork = std::shared_ptr<EncoderNetworkImpl>;

// With torchvision's (a vision transformer's: timm's) state-dict names; weights are drawn by
// LibTorch, a vision transformer's are not set to anything.
EncoderNetwork make_encoder_network(const pfenet::Config& config);
EncoderNetwork make_encoder_network(pfenet::Backbone backbone);

}  // namespace msmv::libtorch
