#include "msmv/torch/training_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "msmv/torch/tensors.h"
#include "msmv/training/initial_fdnet.h"
#include "training/tiny_data.h"

namespace msmv::libtorch {
namespace {

training::Batch encoded_batch() {
  const std::vector<training::Image> images = {training::encoded_image(0, 1),
                                               training::encoded_image(1, 1)};
  return training::BatchMaker(images, 2, 32, {}).plain(training::in_order(images));
}

TEST(Network, LeavesOutEncodersWhoseEncodingsAreAtHand) {
  const Network frozen(training::tiny_network(), training::frozen_config(), false);
  const Network whole(training::tiny_network(), training::Config{}, true);
  EXPECT_FALSE(frozen->named_parameters().contains("pfenet.shared.conv1.weight"));
  EXPECT_TRUE(frozen->named_parameters().contains("fdnet.classifier.weight"));
  EXPECT_TRUE(whole->named_parameters().contains("pfenet.shared.conv1.weight"));
}

TEST(Network, TrainsTheStagesAskedForAtTheirRates) {
  training::Config config;
  config.first_trained_stage = 4;
  config.stage_learning_rates = {0, 0, 0, 0, 0.25};
  Network network(training::tiny_network(), config, true);
  const auto trained = network->trained_parameters();
  std::size_t in_stage4 = 0;
  for (const auto& parameter : trained) {
    const bool is_stage4 = parameter.name.starts_with("pfenet.shared.layer4.");
    in_stage4 += is_stage4 ? 1 : 0;
    EXPECT_TRUE(is_stage4 || parameter.name.starts_with("fdnet.")) << parameter.name;
    EXPECT_EQ(parameter.rate_factor, is_stage4 ? 0.25 : 1) << parameter.name;
  }
  EXPECT_EQ(in_stage4, 30U);  // three blocks of three convolutions and norms, and one shortcut
  EXPECT_FALSE(network->named_parameters()["pfenet.shared.conv1.weight"].requires_grad());
}

TEST(Network, BatchNormsTrainOnlyWhereAskedForAndOnlyInTrainedStages) {
  training::Config config;
  config.first_trained_stage = 4;
  for (const auto kind : {training::BatchNorm::running, training::BatchNorm::batch}) {
    config.batch_norm = kind;
    Network network(training::tiny_network(), config, true);
    network->begin_training();
    for (const auto& item : network->named_modules()) {
      if (item.key().find(".bn") != std::string::npos) {
        const bool is_stage4 = item.key().find("layer4") != std::string::npos;
        EXPECT_EQ(item.value()->is_training(), is_stage4 && kind == training::BatchNorm::batch)
            << item.key();
      }
    }
    network->begin_evaluation();
    EXPECT_FALSE(network->named_modules()["pfenet.shared.layer4.0.bn1"]->is_training());
  }
}

// Logits 0 and ln 3 are probabilities 1/4 and 3/4. Labels 0 and 1, mean over two:
// (ln 4 + ln 4/3) / 2.
TEST(Network, LossIsTheMeanCrossEntropy) {
  const Network network(training::tiny_network(), training::frozen_config(), false);
  const auto row = torch::tensor({0.0F, std::log(3.0F)});
  const auto loss = network->loss(torch::stack({row, row}), encoded_batch(), 2);
  EXPECT_NEAR(loss.item<float>(), (std::log(4.0F) + std::log(4.0F / 3)) / 2, 1e-6F);
  EXPECT_NEAR(network->loss(torch::stack({row, row}), encoded_batch(), 8).item<float>(),
              (std::log(4.0F) + std::log(4.0F / 3)) / 8, 1e-6F);
}

// Distances 0.2 and 0.5: label 0 costs max(0, 1 - 0.2 + 0.5), label 1 max(0, 1 - 0.5 + 0.2);
// each over two classes; the mean of both is (1.3 + 0.7) / 2 / 2.
TEST(Network, LossOfAnSvmIsTheMultiClassHinge) {
  auto config = training::tiny_network();
  config.fdnet.discriminator = fdnet::Discriminator::svm;
  const Network network(config, training::frozen_config(), false);
  const auto row = torch::tensor({0.2F, 0.5F});
  EXPECT_NEAR(network->loss(torch::stack({row, row}), encoded_batch(), 2).item<float>(), 0.5F,
              1e-6F);
}

TEST(Network, DropoutIsTheSeedsAndOnlyInTraining) {
  auto config = training::frozen_config();
  config.dropout = 0.5;
  Network network(training::tiny_network(), config, false);
  load(*network, training::initial_fdnet(training::tiny_network(), 1), "");
  const torch::NoGradGuard no_grad;
  const auto batch = encoded_batch();
  const auto once = network->forward(batch, torch::kCPU, 1);
  EXPECT_TRUE(torch::equal(once, network->forward(batch, torch::kCPU, 1)));
  EXPECT_FALSE(torch::equal(once, network->forward(batch, torch::kCPU, 2)));
  EXPECT_TRUE(
      torch::equal(network->forward(batch, torch::kCPU), network->forward(batch, torch::kCPU)));
}

TEST(Network, Bf16ComesNearFloat32) {
  const torch::NoGradGuard no_grad;
  const std::vector<training::Image> images = {training::patch_image(0, 2)};
  const auto batch = training::BatchMaker(images, 2, 32, {}).plain(training::in_order(images));
  training::Config config;
  Network exact(training::tiny_network(), config, true);
  config.precision = training::Precision::bf16;
  Network rounded(training::tiny_network(), config, true);
  load(*rounded, tensors_of(*exact, ""), "");
  exact->begin_evaluation();
  rounded->begin_evaluation();
  const auto wanted = exact->forward(batch, torch::kCPU);
  const auto got = rounded->forward(batch, torch::kCPU);
  EXPECT_EQ(got.scalar_type(), torch::kFloat32);
  EXPECT_FALSE(torch::equal(got, wanted));
  EXPECT_LT((got - wanted).abs().max().item<float>(), 0.05F);
}

}  // namespace
}  // namespace msmv::libtorch
