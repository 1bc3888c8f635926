#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/rnn.h>

#include "msmv/fdnet/config.h"

namespace msmv::libtorch {

// The network of FDNet: encodings [samples, scales, features], coarse to fine, in; one number a
// class [samples, classes] out. Names: "classifier.weight", "classifier.bias" and, for a BiLSTM,
// "lstm." with PyTorch's names; "input_mean" and "input_deviation" where encodings are
// standardized.
class ScoreNetworkImpl : public torch::nn::Module {
 public:
  ScoreNetworkImpl(const fdnet::Config& config, std::int64_t scales, std::int64_t features,
                   std::int64_t classes);

  // bilstm and fc: logits. svm: the distances from each class's plane.
  torch::Tensor forward(const torch::Tensor& encodings);

  // The two halves of it: roots and standardizes, then judges. Dropout goes between them.
  torch::Tensor condition(torch::Tensor encodings) const;
  torch::Tensor judge(const torch::Tensor& conditioned);

  // Sets what encodings are standardized by, from some [samples, scales, features].
  void fit_statistics(const torch::Tensor& encodings);

 private:
  bool root_encodings_;
  torch::Tensor input_mean_, input_deviation_;  // [scales, features]; undefined: not standardized
  torch::nn::LSTM lstm_{nullptr};               // none for fc and svm
  torch::nn::Linear classifier_{nullptr};
};
TORCH_MODULE(ScoreNetwork);

}  // namespace msmv::libtorch
