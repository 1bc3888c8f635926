#include "msmv/torch/optimizer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace msmv::libtorch {
namespace {

constexpr double kSecondBeta = 0.999;  // of AdamW, as in its paper
constexpr double kEpsilon = 1e-8;

}  // namespace

Updates::Updates(std::vector<Parameter> parameters, const training::Config& config)
    : parameters_(std::move(parameters)),
      config_(config),
      steps_(torch::zeros({1}, torch::kInt64)) {
  for (const Parameter& parameter : parameters_) {
    first_.push_back(torch::zeros_like(parameter.value));
    if (config.optimizer == training::Optimizer::adamw) {
      second_.push_back(torch::zeros_like(parameter.value));
    }
    if (config.average_weights > 0) {
      average_.push_back(parameter.value.detach().clone());
    }
  }
}

void Updates::clear_gradients() {
  for (const Parameter& parameter : parameters_) {
    torch::Tensor value = parameter.value;
    if (value.grad().defined()) {
      value.mutable_grad().zero_();
    } else {
      value.mutable_grad() = torch::zeros_like(value);
    }
  }
}

std::vector<torch::Tensor> Updates::gradients() const {
  std::vector<torch::Tensor> gradients;
  for (const Parameter& parameter : parameters_) {
    gradients.push_back(parameter.value.grad());
  }
  return gradients;
}

double Updates::limit_gradients() {
  const torch::NoGradGuard no_grad;
  double squares = 0;
  for (const auto& gradient : gradients()) {
    const auto norm = gradient.norm().item<double>();
    squares += norm * norm;
  }
  const double norm = std::sqrt(squares);
  if (config_.largest_gradient > 0 && norm > config_.largest_gradient) {
    for (auto& gradient : gradients()) {
      gradient.mul_(config_.largest_gradient / norm);
    }
  }
  return norm;
}

void Updates::step(double learning_rate) {
  const torch::NoGradGuard no_grad;
  steps_.add_(1);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const double rate = learning_rate * parameters_[i].rate_factor;
    config_.optimizer == training::Optimizer::adamw ? step_adamw(i, rate) : step_sgd(i, rate);
  }
  // The average follows fast at first, so that it forgets where the weights started.
  const double steps = steps_.item<double>();
  const double decay = std::min(config_.average_weights, (1 + steps) / (10 + steps));
  for (std::size_t i = 0; i < average_.size(); ++i) {
    average_[i].lerp_(parameters_[i].value, 1 - decay);
  }
}

void Updates::step_sgd(std::size_t i, double rate) {
  torch::Tensor weight = parameters_[i].value;
  const auto gradient = weight.grad().add(weight, config_.weight_decay);
  first_[i].mul_(config_.momentum).add_(gradient);
  weight.add_(first_[i], -rate);
}

void Updates::step_adamw(std::size_t i, double rate) {
  torch::Tensor weight = parameters_[i].value;
  const auto& gradient = weight.grad();
  const double steps = steps_.item<double>();
  weight.mul_(1 - rate * config_.weight_decay);
  first_[i].mul_(config_.momentum).add_(gradient, 1 - config_.momentum);
  second_[i].mul_(kSecondBeta).addcmul_(gradient, gradient, 1 - kSecondBeta);
  const double first_share = 1 - std::pow(config_.momentum, steps);
  const double second_share = 1 - std::pow(kSecondBeta, steps);
  const auto deviation = (second_[i] / second_share).sqrt_().add_(kEpsilon);
  weight.addcdiv_(first_[i], deviation, -rate / first_share);
}

void Updates::swap_average() {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < average_.size(); ++i) {
    torch::Tensor weight = parameters_[i].value;
    const auto trained = weight.clone();
    weight.copy_(average_[i]);
    average_[i].copy_(trained);
  }
}

NamedTensors Updates::state() {
  NamedTensors state = {{"steps", steps_}};
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const std::string& name = parameters_[i].name;
    state["first." + name] = first_[i];
    if (!second_.empty()) {
      state["second." + name] = second_[i];
    }
    if (!average_.empty()) {
      state["average." + name] = average_[i];
    }
  }
  return state;
}

}  // namespace msmv::libtorch
