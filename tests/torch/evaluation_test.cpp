#include "msmv/torch/evaluation.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "msmv/torch/tensors.h"
#include "msmv/training/initial_fdnet.h"
#include "training/tiny_data.h"

namespace msmv::libtorch {
namespace {

// An FC head whose logit for class k is feature k of the first scale: what a sample says stands in
// its encoding.
Network reader() {
  auto config = training::tiny_network();
  config.fdnet.discriminator = fdnet::Discriminator::fc;
  Network network(config, training::frozen_config(), false);
  weights::Tensor weight{{2, 2 * 2048}, std::vector<float>(2 * 2 * 2048)};
  weight.values[0] = 1;
  weight.values[2 * 2048 + 1] = 1;
  load(*network, {{"fdnet.classifier.weight", weight}, {"fdnet.classifier.bias", {{2}, {0, 0}}}},
       "");
  return network;
}

// An image whose samples say the given classes.
training::Image saying(std::size_t label, const std::vector<std::size_t>& classes) {
  Encodings encodings{classes.size(), 2, 2048, std::vector<float>(classes.size() * 2 * 2048)};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    encodings.values[i * 2 * 2048 + classes[i]] = 2;
  }
  return {"", label, {}, encodings};
}

TEST(Evaluation, CountsSamplesAndImagesAfterTheirVote) {
  auto network = reader();
  const auto config = training::tiny_network();
  Group alone;
  const std::vector<training::Image> images = {saying(0, {0, 0, 1}), saying(1, {1, 1, 1}),
                                               saying(1, {0, 0, 1})};
  for (const int micro_batch : {1, 4, 100}) {
    auto training = training::frozen_config();
    training.micro_batch = micro_batch;
    const auto result = evaluate(network, images, {config, training, torch::kCPU, alone});
    EXPECT_DOUBLE_EQ(result.patch_accuracy, 6.0 / 9);
    EXPECT_DOUBLE_EQ(result.image_accuracy, 2.0 / 3);
    EXPECT_EQ(result.patches, 9U);
    EXPECT_EQ(result.images, 3U);
    // Right samples cost ln(1 + e^-2), wrong ones ln(1 + e^2).
    EXPECT_NEAR(result.loss, (6 * std::log1p(std::exp(-2.0)) + 3 * std::log1p(std::exp(2.0))) / 9,
                1e-5);
  }
}

// Two samples whose first feature is 1 and 3: mean 2, deviation 1. Features that never change keep
// a deviation of 1.
TEST(Evaluation, TakesTheStatisticsThatEncodingsAreStandardizedBy) {
  auto config = training::tiny_network();
  config.fdnet.standardize_encodings = true;
  Network network(config, training::frozen_config(), false);
  load(*network, training::initial_fdnet(config, 1), "");
  EXPECT_TRUE(network->lacks_statistics());
  training::Image image{"", 0, {}, {2, 2, 2048, std::vector<float>(2 * 2 * 2048, 5)}};
  image.encodings.values[0] = 1;
  image.encodings.values[2 * 2048] = 3;
  Group alone;
  const auto training = training::frozen_config();
  std::vector<std::pair<std::size_t, std::size_t>> told;
  fit_statistics(network, {image}, {config, training, torch::kCPU, alone},
                 [&](std::size_t done, std::size_t of) { told.emplace_back(done, of); });
  EXPECT_EQ(told, (std::vector<std::pair<std::size_t, std::size_t>>{{2, 2}}));
  EXPECT_FALSE(network->lacks_statistics());
  const auto buffers = network->named_buffers();
  EXPECT_FLOAT_EQ(buffers["fdnet.input_mean"][0][0].item<float>(), 2);
  EXPECT_FLOAT_EQ(buffers["fdnet.input_deviation"][0][0].item<float>(), 1);
  EXPECT_FLOAT_EQ(buffers["fdnet.input_mean"][1][7].item<float>(), 5);
  EXPECT_FLOAT_EQ(buffers["fdnet.input_deviation"][1][7].item<float>(), 1);
}

}  // namespace
}  // namespace msmv::libtorch
