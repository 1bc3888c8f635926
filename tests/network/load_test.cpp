#include "msmv/network/load.h"

#include <gtest/gtest.h>

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

TEST(LoadNetwork, BothBackendsEncodeAlike) {
  const ModelFile file = testing::random_model(one_scale(), 2);
  const auto fast = load_network(file, {.backend = Backend::openvino});
  const auto reference = load_network(file, {.backend = Backend::libtorch});
  const PatchBatch batch = noise(2);

  const Encodings a = fast->encode(batch);
  const Encodings b = reference->encode(batch);

  ASSERT_EQ(a.values.size(), b.values.size());
  float largest = 0, difference = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::abs(b.values[i]));
    difference = std::max(difference, std::abs(a.values[i] - b.values[i]));
  }
  EXPECT_GT(largest, 0.01F);
  EXPECT_LT(difference, 1e-4F * largest);
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
