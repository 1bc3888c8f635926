#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <vector>

#include "msmv/torch/training_network.h"
#include "msmv/training/config.h"

namespace msmv::libtorch {

// Named tensors that make up a state, sharing the memory of what they are the state of.
using NamedTensors = std::map<std::string, torch::Tensor>;

// Turns gradients into updates: SGD with momentum as PyTorch has it (the paper's), or AdamW; and
// keeps the moving average of the weights.
class Updates {
 public:
  Updates(std::vector<Parameter> parameters, const training::Config& config);

  void clear_gradients();
  // The length of all gradients together, cut to largest_gradient where that is set.
  double limit_gradients();
  // One step from the gradients that have added up.
  void step(double learning_rate);

  // Puts the averaged weights in the place of the trained ones, and back. Nothing without
  // average_weights.
  void swap_average();

  // Everything that a step depends on beside the weights, for checkpoints; live memory.
  NamedTensors state();
  std::vector<torch::Tensor> gradients() const;

 private:
  void step_sgd(std::size_t i, double rate);
  void step_adamw(std::size_t i, double rate);

  std::vector<Parameter> parameters_;
  training::Config config_;
  torch::Tensor steps_;                // int64 [1]
  std::vector<torch::Tensor> first_;   // momentum
  std::vector<torch::Tensor> second_;  // adamw: mean of squares
  std::vector<torch::Tensor> average_;
};

}  // namespace msmv::libtorch
