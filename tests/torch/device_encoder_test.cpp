#include "msmv/torch/device_encoder.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/torch/encoder.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

constexpr std::size_t kTwoScales = 2;

weights::Tensors formula_weights(const pfenet::Config& config) {
  const ParallelEncoders named(config, kTwoScales);
  weights::Tensors tensors;
  for (const auto& item : state_of(*named)) {
    const std::string& name = item.key();
    tensors["pfenet." + name] =
        golden::weight(name.substr(name.find('.') + 1), item.value().sizes().vec());
  }
  return tensors;
}

pfenet::Config shared_encoder(pfenet::Backbone backbone) {
  return {.backbone = backbone, .shared_weights = true};
}

float largest_difference_of_encodings(const Encodings& a, const Encodings& b) {
  float largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::abs(a.values[i] - b.values.at(i)));
  }
  return largest;
}

TEST(DeviceEncoder, OfTheProcessorGivesTheEncodersBits) {
  for (const auto& config :
       {shared_encoder(pfenet::Backbone::resnet50), shared_encoder(pfenet::Backbone::googlenet)}) {
    const auto tensors = formula_weights(config);
    const auto batch = golden::patches("pixels", 5, kTwoScales, 64);
    DeviceEncoder device(config, kTwoScales, tensors, torch::kCPU, torch::kFloat32);
    const auto encodings = device.submit(batch)();
    const auto wanted = Encoder(config, kTwoScales, tensors).encode(batch);
    EXPECT_EQ(encodings.samples, 5U);
    EXPECT_EQ(encodings.features, wanted.features);
    EXPECT_EQ(encodings.values, wanted.values) << enum_name(config.backbone);
  }
}

TEST(DeviceEncoder, HasTwoBatchesUnderWayOfAnySize) {
  const pfenet::Config config = shared_encoder(pfenet::Backbone::resnet50);
  const auto tensors = formula_weights(config);
  const Encoder reference(config, kTwoScales, tensors);
  DeviceEncoder device(config, kTwoScales, tensors, torch::kCPU, torch::kFloat32);
  std::vector<PatchBatch> batches;
  std::vector<DeviceEncoder::Collect> collect;
  for (const std::size_t samples : {1U, 4U, 2U}) {
    batches.push_back(golden::patches("of " + std::to_string(samples), samples, kTwoScales, 32));
  }
  auto handed_over = batches;
  collect.push_back(device.submit(handed_over[0]));
  handed_over[0] = {};  // not needed any more
  for (std::size_t i = 0; i < batches.size(); ++i) {
    if (i + 1 < batches.size()) {
      collect.push_back(device.submit(handed_over[i + 1]));
      handed_over[i + 1] = {};
    }
    EXPECT_EQ(collect[i]().values, reference.encode(batches[i]).values) << i;
  }
  EXPECT_THROW(collect[0](), std::logic_error);
}

TEST(DeviceEncoder, OutlivesItselfUntilAllIsCollected) {
  const pfenet::Config config = shared_encoder(pfenet::Backbone::resnet50);
  const auto tensors = formula_weights(config);
  const auto batch = golden::patches("pixels", 1, kTwoScales, 32);
  DeviceEncoder::Collect collect;
  {
    DeviceEncoder device(config, kTwoScales, tensors, torch::kCPU, torch::kFloat32);
    collect = device.submit(batch);
  }
  EXPECT_EQ(collect().values, Encoder(config, kTwoScales, tensors).encode(batch).values);
}

// Eight bits of mantissa in each of 50 layers.
TEST(DeviceEncoder, InBf16IsNearAndNotTheSame) {
  const pfenet::Config config = shared_encoder(pfenet::Backbone::resnet50);
  const auto tensors = formula_weights(config);
  const auto batch = golden::patches("pixels", 1, kTwoScales, 64);
  DeviceEncoder device(config, kTwoScales, tensors, torch::kCPU, torch::kBFloat16);
  const auto encodings = device.submit(batch)();
  const auto wanted = Encoder(config, kTwoScales, tensors).encode(batch);
  const float largest = *std::ranges::max_element(wanted.values);
  EXPECT_LT(largest_difference_of_encodings(encodings, wanted), 0.05F * largest);
  EXPECT_GT(largest_difference_of_encodings(encodings, wanted), 1e-5F * largest);
}

TEST(DeviceEncoder, EncodesNothingToNothingAndRefusesOtherScales) {
  const pfenet::Config config = shared_encoder(pfenet::Backbone::resnet50);
  DeviceEncoder device(config, kTwoScales, formula_weights(config), torch::kCPU, torch::kFloat32);
  EXPECT_TRUE(device.submit(PatchBatch{0, kTwoScales, 64, {}})().values.empty());
  EXPECT_THROW(device.submit(golden::patches("pixels", 1, 3, 32)), std::invalid_argument);
}

TEST(DeviceEncoder, OfACudaDeviceIsNearAndDependsOnNoNeighbours) {
  if (!torch::cuda::is_available()) {
    GTEST_SKIP() << "no CUDA device";
  }
  const pfenet::Config config = shared_encoder(pfenet::Backbone::resnet50);
  const auto tensors = formula_weights(config);
  const auto batch = golden::patches("pixels", 8, kTwoScales, 64);
  PatchBatch first = batch;
  first.samples = 1;
  first.pixels.resize(kTwoScales * batch.bytes_per_patch());
  const auto wanted = Encoder(config, kTwoScales, tensors).encode(batch);
  const float largest = *std::ranges::max_element(wanted.values);
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    DeviceEncoder device(config, kTwoScales, tensors, torch::Device(torch::kCUDA, 0), type);
    auto collect_all = device.submit(batch);
    auto collect_first = device.submit(first);
    const auto all = collect_all();
    const auto alone = collect_first();
    EXPECT_LT(largest_difference_of_encodings(all, wanted),
              (type == torch::kFloat32 ? 1e-3F : 0.05F) * largest);
    EXPECT_TRUE(std::equal(alone.values.begin(), alone.values.end(), all.values.begin()));
  }
}

}  // namespace
}  // namespace msmv::libtorch
