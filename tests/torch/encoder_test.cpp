#include "msmv/torch/encoder.h"

#include <gtest/gtest.h>
#include <omp.h>
#include <torch/torch.h>

#include <algorithm>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/values/errors.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/storage.h"
#include "temporary_folder.h"

namespace msmv::libtorch {
namespace {

constexpr std::size_t kScales = 2;
const pfenet::Config kShared{.shared_weights = true};

Encoder formula_encoder() {
  const ParallelEncoders named(kShared, kScales);
  weights::Tensors tensors;
  for (const auto& item : state_of(*named)) {
    tensors["pfenet." + item.key()] =
        golden::weight(item.key().substr(7), item.value().sizes().vec());
  }
  return {kShared, kScales, tensors};
}

// Samples first to last of a batch.
PatchBatch part(const PatchBatch& batch, std::size_t first, std::size_t count) {
  const std::size_t bytes = batch.scales * batch.bytes_per_patch();
  const auto from = batch.pixels.begin() + static_cast<std::ptrdiff_t>(first * bytes);
  return {count,
          batch.scales,
          batch.side_px,
          {from, from + static_cast<std::ptrdiff_t>(count * bytes)}};
}

TEST(Encoder, GivesTorchvisionsFeatures) {
  const auto encoder = formula_encoder();
  auto batch = golden::patches("pixels", 1, 2, 96);  // two patches, here as two scales
  const auto encodings = encoder.encode(batch);
  ASSERT_EQ(encodings.values.size(), 2U * 2048U);
  const auto expected = golden::read("resnet50.json").at("encodings");
  for (std::size_t scale = 0; scale < 2; ++scale) {
    const auto wanted = expected.at(scale).get<std::vector<float>>();
    const float largest = *std::ranges::max_element(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      ASSERT_NEAR(encodings.values[scale * 2048 + i], wanted[i], 1e-4F * largest);
    }
  }
}

TEST(Encoder, DependsOnNeitherBatchNorNeighboursNorThreads) {
  const auto encoder = formula_encoder();
  const auto batch = golden::patches("pixels", 5, kScales, 64);
  const int threads = omp_get_max_threads();
  const auto whole = encoder.encode(batch);
  omp_set_num_threads(1);
  EXPECT_EQ(encoder.encode(batch).values, whole.values);
  omp_set_num_threads(3);
  EXPECT_EQ(encoder.encode(batch).values, whole.values);
  omp_set_num_threads(threads);
  for (std::size_t first = 0; first < batch.samples; ++first) {
    for (const std::size_t count : {1U, 2U, 4U}) {
      if (first + count > batch.samples) {
        continue;
      }
      const auto alone = encoder.encode(part(batch, first, count));
      EXPECT_TRUE(
          std::equal(alone.values.begin(), alone.values.end(),
                     whole.values.begin() + static_cast<std::ptrdiff_t>(first * kScales * 2048)))
          << first << " " << count;
    }
  }
}

TEST(Encoder, EncodesNothingToNothingAndRefusesOtherScales) {
  const auto encoder = formula_encoder();
  EXPECT_TRUE(encoder.encode(PatchBatch{0, kScales, 64, {}}).values.empty());
  EXPECT_THROW(encoder.encode(golden::patches("pixels", 1, 3, 32)), std::invalid_argument);
}

TEST(Encoder, TakesTheSharedImageNetWeights) {
  MSMV_NEEDS_SHARED();
  const auto path = testing::shared_folder() / "weights" / "resnet50_imagenet_u8.safetensors";
  const auto file = weights::read_safetensors(path);
  weights::Tensors tensors;
  for (auto& [name, tensor] : weights::decode(file.tensors, path)) {
    if (!name.starts_with("fc.")) {
      tensors["pfenet.shared." + name] = std::move(tensor);
    }
  }
  const Encoder encoder(kShared, 1, tensors);
  const auto encodings = encoder.encode(golden::patches("pixels", 1, 1, 224));
  // Features of an ImageNet ResNet are averages of ReLUs: none negative, mean about 0.4.
  const auto [least, most] = std::ranges::minmax(encodings.values);
  EXPECT_GE(least, 0);
  EXPECT_LT(most, 20);
  tensors.erase("pfenet.shared.bn1.bias");
  EXPECT_THROW(Encoder(kShared, 1, tensors), InputError);
}

}  // namespace
}  // namespace msmv::libtorch
