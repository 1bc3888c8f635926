#include "msmv/network/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "classify/random_model.h"
#include "msmv/engine/runtime.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

Config one_scale() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.image.min_side_px = 224;
  return config;
}

PatchBatch noise(std::size_t samples) {
  PatchBatch batch{.samples = samples, .scales = 1, .side_px = 224};
  for (std::size_t i = 0; i < samples * batch.bytes_per_patch(); ++i) {
    batch.pixels.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 13));
  }
  return batch;
}

// A transformer of two blocks under a linear FDNet, as --preset frozen makes it.
Config small_transformer() {
  Config config = one_scale();
  config.pfenet.backbone = pfenet::Backbone::vision_transformer;
  config.pfenet.shared_weights = true;
  config.pfenet.form = {.width = 48, .depth = 2, .heads = 4, .mlp_width = 96};
  config.fdnet.discriminator = fdnet::Discriminator::fc;
  return config;
}

float largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  float difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = std::max(difference, std::abs(a[i] - b[i]));
  }
  return difference;
}

void expect_both_backends_alike(const Config& config) {
  const ModelFile file = testing::random_model(config, 2);
  const auto fast = load_network(file, {.backend = Backend::openvino});
  const auto reference = load_network(file, {.backend = Backend::libtorch});
  const PatchBatch batch = noise(2);

  const Encodings a = fast->encode(batch);
  const Encodings b = reference->encode(batch);

  const float largest = std::abs(
      *std::ranges::max_element(b.values, {}, [](float value) { return std::abs(value); }));
  EXPECT_GT(largest, 0.01F);
  EXPECT_LT(largest_difference(a.values, b.values), 1e-4F * largest);
  const auto scores = fast->score(a);
  const auto wanted = reference->score(b);
  ASSERT_EQ(scores.size(), 2U);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_LT(largest_difference(scores[i], wanted.at(i)), 1e-4F);
  }
}

TEST(LoadNetwork, BothBackendsEncodeAndScoreAlike) {
  expect_both_backends_alike(one_scale());
}

TEST(LoadNetwork, BothBackendsEncodeAndScoreAVisionTransformerAlike) {
  expect_both_backends_alike(small_transformer());
}

TEST(LoadNetwork, SaysByWhatItRunsInWhichNumbers) {
  const ModelFile file = testing::random_model(one_scale(), 2);
  const auto network = load_network(file, {.backend = Backend::openvino, .threads = 3});
  EXPECT_EQ(network->facts().runtime, engine::runtime().empty() ? "LibTorch" : engine::runtime());
  EXPECT_EQ(network->facts().fallback.empty(), !engine::runtime().empty());
  EXPECT_EQ(network->facts().precision, "fp32");
  EXPECT_EQ(network->facts().threads, 3);
  EXPECT_EQ(network->appetite(), 1U);
  const auto reference =
      load_network(file, {.backend = Backend::libtorch, .precision = engine::Precision::int8});
  EXPECT_EQ(reference->facts().runtime, "LibTorch");
  EXPECT_EQ(reference->facts().fallback, "LibTorch computes in fp32; fp32 is used");
}

TEST(LoadNetwork, SaysOnWhichDeviceItsNetworkRuns) {
  EXPECT_EQ(load_network(testing::random_model(one_scale(), 2), {})->facts().device, "cpu");
}

TEST(LoadNetwork, OnADeviceThatIsNotThereFails) {
  if (libtorch::functions().cuda_devices() > 0) {
    GTEST_SKIP() << "there is a CUDA device";
  }
  const ModelFile file = testing::random_model(one_scale(), 2);
  for (const char* device : {"cuda", "cuda:3"}) {
    try {
      load_network(file, {.device = device});
      ADD_FAILURE() << device;
    } catch (const InputError& fault) {
      EXPECT_EQ(fault.what(),
                "device " + std::string(device) + ": LibTorch finds no CUDA device here");
    }
  }
}

TEST(LoadNetwork, Int8NeedsRangesThatTheModelKeeps) {
  if (engine::runtime().empty()) {
    GTEST_SKIP() << "built without OpenVINO";
  }
  const ModelFile file = testing::random_model(one_scale(), 2);
  EXPECT_THROW(load_network(file, {.precision = engine::Precision::int8}), InputError);
}

// A file of encoders alone encodes, and can't score.
TEST(LoadNetwork, EncodesWithoutAnFdnet) {
  ModelFile file = testing::random_model(one_scale(), 2);
  std::erase_if(file.weights,
                [](const auto& tensor) { return tensor.first.starts_with("fdnet."); });
  const auto network = load_network(file, {});
  const Encodings encodings = network->encode(noise(1));
  EXPECT_EQ(encodings.features, 2048U);
  EXPECT_THROW(network->score(encodings), std::logic_error);
}

}  // namespace
}  // namespace msmv
