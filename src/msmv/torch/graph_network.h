#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <map>
#include <vector>

#include "msmv/pfenet/graph.h"
#include "msmv/torch/encoder_network.h"

namespace msmv::libtorch {

// Runs a graph by LibTorch. Modules have the names of its nodes, so that the state dict's are
// torchvision's, or timm's. Weights stay float32, whatever type x has. A batch norm out of training
// that alone sees a convolution is folded into it, for gradients too: twice less memory to go
// through. The tensors of a vision transformer are not set to anything; on the device "meta" they
// take no memory.
class GraphNetworkImpl : public EncoderNetworkImpl {
 public:
  explicit GraphNetworkImpl(pfenet::Graph graph, torch::Device device = torch::kCPU);

  torch::Tensor run(torch::Tensor x, int first, int last) override;
  bool takes_onednn_layout() const override;
  std::vector<torch::Tensor> stage_parameters(int stage) const override;
  void train_stages_from(int stage) override;
  // On the processor in float32 the weights of a network that takes oneDNN's layout are kept in it,
  // and run() goes over to it by itself.
  void settle(torch::Device device, torch::ScalarType type) override;

 private:
  // A node multiplies its input by `factor` and adds `summand`: a convolution's weight and bias
  // (undefined where it has none), a batch norm's scale and shift.
  struct Constants {
    torch::Tensor factor, summand;
  };
  void add_modules(const pfenet::Node& node, torch::Device device);
  void find_what_is_folded();
  const pfenet::Node& input_of(const pfenet::Node& node) const {
    return graph_.at(static_cast<std::size_t>(node.inputs.front()));
  }
  bool is_folded(const pfenet::Node& norm) const;
  bool may_overwrite_input(std::size_t i) const;
  Constants norm_constants(const pfenet::Node& norm) const;
  Constants convolution_constants(const pfenet::Node& node) const;
  Constants constants_of(const pfenet::Node& node, torch::ScalarType type) const;
  torch::Tensor value_of(std::size_t i, const std::vector<torch::Tensor>& values) const;

  pfenet::Graph graph_;
  std::vector<std::size_t> last_use_;  // of each node's value
  std::vector<bool> has_one_user_;     // each node's value
  std::map<std::string, const pfenet::Node*>
      norm_after_;           // of convolutions whose value it alone sees
  bool is_onednns_ = false;  // oneDNN has all operations, but for pools and joins at the end
  bool is_packed_ = false;   // the settled weights are in oneDNN's layout
  std::map<std::string, torch::nn::Conv2d> convolutions_;
  std::map<std::string, torch::nn::BatchNorm2d> norms_;
  std::map<std::string, torch::Tensor> tensors_;  // of the nodes of vision transformers
  std::map<std::string, Constants> settled_;      // of each of all, or none
};
TORCH_MODULE(GraphNetwork);

}  // namespace msmv::libtorch
