#include "msmv/torch/score_network.h"

#include <torch/torch.h>

namespace msmv::libtorch {

ScoreNetworkImpl::ScoreNetworkImpl(const fdnet::Config& config, std::int64_t scales,
                                   std::int64_t features, std::int64_t classes)
    : root_encodings_(config.root_encodings) {
  if (config.standardize_encodings) {  // deviation D46
    input_mean_ = register_buffer("input_mean", torch::zeros({scales, features}));
    input_deviation_ = register_buffer("input_deviation", torch::ones({scales, features}));
  }
  std::int64_t into_classifier = scales * features;
  if (config.discriminator == fdnet::Discriminator::bilstm) {
    // deviation D41: 256 in each direction.
    lstm_ = register_module(
        "lstm", torch::nn::LSTM(torch::nn::LSTMOptions(features, config.hidden_per_direction)
                                    .num_layers(config.layers)
                                    .batch_first(true)
                                    .bidirectional(true)));
    into_classifier = 2 * std::int64_t{config.hidden_per_direction};
  }
  classifier_ = register_module("classifier", torch::nn::Linear(into_classifier, classes));
}

torch::Tensor ScoreNetworkImpl::forward(const torch::Tensor& encodings) {
  return judge(condition(encodings));
}

torch::Tensor ScoreNetworkImpl::condition(torch::Tensor encodings) const {
  if (root_encodings_) {
    encodings = encodings.clamp_min(0).add(fdnet::kRootFloor).sqrt();
  }
  if (input_mean_.defined()) {
    encodings = (encodings - input_mean_) / input_deviation_;
  }
  return encodings;
}

void ScoreNetworkImpl::fit_statistics(const torch::Tensor& encodings) {
  const torch::NoGradGuard no_grad;
  input_mean_.zero_();
  input_deviation_.fill_(1);
  const auto rooted = condition(encodings).to(torch::kFloat64);
  input_mean_.copy_(rooted.mean(0));
  // A feature that never fires stays as it is.
  const auto deviation = rooted.std(0, false);
  input_deviation_.copy_(torch::where(deviation > 1e-6, deviation, torch::ones_like(deviation)));
}

torch::Tensor ScoreNetworkImpl::judge(const torch::Tensor& encodings) {
  if (lstm_.is_empty()) {
    return classifier_->forward(encodings.flatten(1));
  }
  // deviation D42: the last state of each direction, when it has seen every scale.
  const auto states = std::get<0>(std::get<1>(lstm_->forward(encodings)));
  const auto top = states.narrow(0, states.size(0) - 2, 2);  // [directions, samples, hidden]
  return classifier_->forward(torch::cat({top[0], top[1]}, 1));
}

}  // namespace msmv::libtorch
