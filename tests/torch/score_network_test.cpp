#include "msmv/torch/score_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "golden/formula_module.h"
#include "golden/read.h"

namespace msmv::libtorch {
namespace {

constexpr std::int64_t kScoredScales = 3, kFeatures = 64, kClasses = 4;

ScoreNetwork formula_network(const fdnet::Config& config) {
  ScoreNetwork network(config, kScoredScales, kFeatures, kClasses);
  load(*network, golden::weights_for(*network, ""), "");
  return network;
}

torch::Tensor golden_encodings() {
  return torch::tensor(golden::tensor("encodings", {5, kScoredScales, kFeatures}, 0, 2).values)
      .view({5, kScoredScales, kFeatures});
}

fdnet::Config bilstm(int layers) {
  return {
      .discriminator = fdnet::Discriminator::bilstm, .layers = layers, .hidden_per_direction = 24};
}

// 2e-5: sums of up to 64 float products in another order.
void expect_logits(const torch::Tensor& got, const Json& wanted) {
  const auto numbers = torch::tensor(wanted.get<std::vector<float>>()).view({5, kClasses});
  EXPECT_LT((got - numbers).abs().max().item<float>(), 2e-5F);
}

TEST(ScoreNetwork, GivesPyTorchsLstmOutputsWithOneTwoAndThreeLayers) {
  const torch::NoGradGuard no_grad;
  const auto wanted = golden::read("fdnet.json").at("logits");
  for (const int layers : {1, 2, 3}) {
    SCOPED_TRACE(layers);
    expect_logits(formula_network(bilstm(layers))->forward(golden_encodings()),
                  wanted.at(std::to_string(layers)));
  }
}

TEST(ScoreNetwork, GivesPyTorchsGradients) {
  auto network = formula_network(bilstm(2));
  const auto labels = torch::tensor({0, 1, 2, 3, 1}, torch::kInt64);
  torch::nn::functional::cross_entropy(network->forward(golden_encodings()), labels).backward();
  const auto parameters = network->named_parameters();
  const auto wanted = golden::read("fdnet.json").at("gradients");
  ASSERT_EQ(wanted.size(), parameters.size());
  for (const auto& [name, norm] : wanted.items()) {
    EXPECT_NEAR(parameters[name].grad().norm().item<float>(), norm.get<float>(), 1e-5F) << name;
  }
}

TEST(ScoreNetwork, FcAndSvmAreOneLinearLayerOverAllScales) {
  const torch::NoGradGuard no_grad;
  const auto wanted = golden::read("fdnet.json").at("linear_outputs");
  for (const auto kind : {fdnet::Discriminator::fc, fdnet::Discriminator::svm}) {
    expect_logits(formula_network({.discriminator = kind})->forward(golden_encodings()), wanted);
  }
}

}  // namespace
}  // namespace msmv::libtorch
