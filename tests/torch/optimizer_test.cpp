#include "msmv/torch/optimizer.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/torch/score_network.h"

namespace msmv::libtorch {
namespace {

std::vector<Parameter> parameters_of(const torch::nn::Module& module) {
  std::vector<Parameter> parameters;
  for (const auto& item : module.named_parameters()) {
    parameters.push_back({item.key(), item.value(), 1});
  }
  return parameters;
}

ScoreNetwork golden_network() {
  const fdnet::Config config{.layers = 2, .hidden_per_direction = 24};
  ScoreNetwork network(config, 3, 64, 4);
  load(*network, golden::weights_for(*network, ""), "");
  return network;
}

torch::Tensor golden_loss(ScoreNetwork& network) {
  const auto x =
      torch::tensor(golden::tensor("encodings", {5, 3, 64}, 0, 2).values).view({5, 3, 64});
  const auto labels = torch::tensor({0, 1, 2, 3, 1}, torch::kInt64);
  return torch::nn::functional::cross_entropy(network->forward(x), labels);
}

// 1e-4: ten steps carry on what float32 sums in another order differ by.
TEST(Updates, GiveTheFirstTenLossesOfPyTorchsSgd) {
  auto network = golden_network();
  Updates updates(parameters_of(*network), {});
  const auto recorded = golden::read("fdnet.json");
  for (const auto& wanted : recorded.at("sgd_losses")) {
    updates.clear_gradients();
    const auto loss = golden_loss(network);
    loss.backward();
    updates.step(0.1);
    EXPECT_NEAR(loss.item<float>(), wanted.get<float>(), 1e-4F);
  }
}

TEST(Updates, AdamWIsLibTorchs) {
  auto ours = golden_network();
  auto theirs = golden_network();
  Updates updates(parameters_of(*ours),
                  {.optimizer = training::Optimizer::adamw, .weight_decay = 0.1});
  torch::optim::AdamW adamw(theirs->parameters(),
                            torch::optim::AdamWOptions(0.01).weight_decay(0.1));
  for (int i = 0; i < 5; ++i) {
    updates.clear_gradients();
    golden_loss(ours).backward();
    updates.step(0.01);
    adamw.zero_grad();
    golden_loss(theirs).backward();
    adamw.step();
  }
  for (std::size_t i = 0; i < ours->parameters().size(); ++i) {
    EXPECT_TRUE(torch::allclose(ours->parameters()[i], theirs->parameters()[i], 1e-4, 1e-6));
  }
}

// Plain SGD: w = 1, gradient 2, rate 0.1: 1 - 0.2 * factor.
TEST(Updates, EachParameterHasItsOwnRate) {
  std::vector<Parameter> two = {{"a", torch::ones({1}).requires_grad_(), 1},
                                {"b", torch::ones({1}).requires_grad_(), 0.5}};
  Updates updates(two, {.momentum = 0, .weight_decay = 0});
  updates.clear_gradients();
  (2 * two[0].value + 2 * two[1].value).sum().backward();
  updates.step(0.1);
  EXPECT_FLOAT_EQ(two[0].value.item<float>(), 0.8F);
  EXPECT_FLOAT_EQ(two[1].value.item<float>(), 0.9F);
}

TEST(Updates, CutLongGradientsToTheLimit) {
  std::vector<Parameter> one = {{"a", torch::zeros({2}).requires_grad_(), 1}};
  Updates updates(one, {.largest_gradient = 1});
  updates.clear_gradients();
  (one[0].value * torch::tensor({3.0F, 4.0F})).sum().backward();
  EXPECT_FLOAT_EQ(static_cast<float>(updates.limit_gradients()), 5);
  EXPECT_FLOAT_EQ(one[0].value.grad()[0].item<float>(), 0.6F);
  EXPECT_FLOAT_EQ(one[0].value.grad()[1].item<float>(), 0.8F);
}

// First step: the decay is (1 + 1) / (10 + 1); the weight goes from 1 to 0.
TEST(Updates, KeepAMovingAverageThatCanStandIn) {
  std::vector<Parameter> one = {{"a", torch::ones({1}).requires_grad_(), 1}};
  Updates updates(one, {.momentum = 0, .weight_decay = 0, .average_weights = 0.99});
  updates.clear_gradients();
  one[0].value.sum().backward();
  updates.step(1);
  EXPECT_FLOAT_EQ(one[0].value.item<float>(), 0);
  updates.swap_average();
  EXPECT_FLOAT_EQ(one[0].value.item<float>(), 2.0F / 11);
  updates.swap_average();
  EXPECT_FLOAT_EQ(one[0].value.item<float>(), 0);
}

}  // namespace
}  // namespace msmv::libtorch
