#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <map>
#include <vector>

#include "msmv/pfenet/encoder_network.h"
#include "msmv/pfenet/graph.h"

namespace msmv::pfenet {

// Runs a graph by LibTorch. Modules have the names of its nodes, so that the state dict's are
// torchvision's. Weights stay float32, whatever type x has. Batch norms are not folded.
class GraphNetworkImpl : public EncoderNetworkImpl {
 public:
  explicit GraphNetworkImpl(Graph graph);

  torch::Tensor run(torch::Tensor x, int first, int last) override;
  std::vector<torch::Tensor> stage_parameters(int stage) const override;
  void train_stages_from(int stage) override;

 private:
  torch::Tensor value_of(const Node& node, const std::vector<torch::Tensor>& values) const;

  Graph graph_;
  std::vector<std::size_t> last_use_;  // of each node's value
  std::map<std::string, torch::nn::Conv2d> convolutions_;
  std::map<std::string, torch::nn::BatchNorm2d> norms_;
};
TORCH_MODULE(GraphNetwork);

}  // namespace msmv::pfenet
