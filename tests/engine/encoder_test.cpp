#include "msmv/engine/encoder.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "engine/tiny_resnet.h"
#include "golden/formula.h"
#include "golden/read.h"
#include "msmv/engine/calibrate.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pfenet/layout.h"

namespace msmv::engine {
namespace {

using testing::blotches;
using testing::imagenet;
using testing::source_of;
using testing::TinyResnet;

EncoderSpec spec_of(pfenet::Graph graph, std::vector<std::string> prefixes, std::size_t side) {
  return {.graph = std::move(graph),
          .prefixes = std::move(prefixes),
          .side_px = side,
          .normalization = imagenet(),
          .threads = 2};
}

// The largest difference from the definition, as a share of the largest feature.
double error(const Encodings& encodings, const PatchBatch& batch,
             const std::vector<const TinyResnet*>& of_scales) {
  double largest = 0;
  double difference = 0;
  for (std::size_t patch = 0; patch < batch.samples * batch.scales; ++patch) {
    const TinyResnet& tiny = *of_scales[patch % of_scales.size()];
    const auto expected = tiny.encode(batch.pixels.data() + patch * batch.bytes_per_patch(),
                                      batch.side_px, imagenet());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const float got = encodings.values[patch * encodings.features + i];
      largest = std::max(largest, std::abs(expected[i]));
      difference = std::max(difference, std::abs(expected[i] - got));
    }
  }
  return difference / largest;
}

TEST(Encoder, Fp32EqualsTheDefinitionForBothKindsOfBlock) {
  for (const std::vector<int>& kernels : {std::vector{1, 3, 1}, std::vector{3, 3}}) {
    const TinyResnet tiny(kernels, "shared.", 3);
    const PatchBatch batch = blotches(1, 2, 64);
    const Encoder encoder(source_of(tiny.tensors), spec_of(tiny.graph(), {"shared."}, 64));
    const Encodings got = encoder.encode(batch);
    ASSERT_EQ(got.samples, 1U);
    ASSERT_EQ(got.scales, 2U);
    EXPECT_LT(error(got, batch, {&tiny}), 3e-6);  // 24-bit sums of up to 2304 products
  }
}

// The recipe of the expected numbers stands in tests/golden/README.md.
TEST(Encoder, GivesTorchvisionsFeaturesOfAWholeResNet50) {
  weights::Tensors tensors;
  for (const auto& [name, shape] : pfenet::encoder_layout(pfenet::Backbone::resnet50)) {
    tensors["shared." + name] = golden::weight(name, shape);
  }
  const Encoder encoder(source_of(tensors),
                        spec_of(pfenet::graph_of(pfenet::Backbone::resnet50), {"shared."}, 96));
  const Encodings got = encoder.encode(golden::patches("pixels", 1, 2, 96));
  ASSERT_EQ(got.features, 2048U);
  const auto expected = golden::read("resnet50.json").at("encodings");
  for (std::size_t scale = 0; scale < 2; ++scale) {
    const auto wanted = expected.at(scale).get<std::vector<float>>();
    const float largest = std::ranges::max(wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      ASSERT_NEAR(got.values[scale * 2048 + i], wanted[i], 1e-5F * largest);
    }
  }
}

TEST(Encoder, EachScaleHasItsOwnWeightsUnlessTheyAreShared) {
  const TinyResnet coarse({3, 3}, "scale0.", 3);
  const TinyResnet fine({3, 3}, "scale1.", 4);
  auto both = coarse.tensors;
  both.insert(fine.tensors.begin(), fine.tensors.end());
  const PatchBatch batch = blotches(2, 2, 32);
  const Encoder encoder(source_of(both), spec_of(coarse.graph(), {"scale0.", "scale1."}, 32));
  EXPECT_LT(error(encoder.encode(batch), batch, {&coarse, &fine}), 3e-6);
}

TEST(Encoder, Int8IsNearTheDefinition) {
  for (const std::vector<int>& kernels : {std::vector{1, 3, 1}, std::vector{3, 3}}) {
    const TinyResnet tiny(kernels, "shared.", 3);
    const PatchBatch batch = blotches(2, 1, 64);
    EncoderSpec spec = spec_of(tiny.graph(), {"shared."}, 64);
    spec.ranges = calibrate(source_of(tiny.tensors), spec, batch);
    spec.precision = Precision::int8;
    const Encoder encoder(source_of(tiny.tensors), spec);
    EXPECT_LT(error(encoder.encode(batch), batch, {&tiny}), 0.03);
  }
}

// All products of a channel have one sign and are as large as 8 bits allow: where the processor
// sums pairs in 16 bits, weights of the full 8 bits would lose up to half of each sum.
TEST(Encoder, Int8DoesNotSaturateInsideASum) {
  TinyResnet tiny({3, 3}, "shared.", 3);
  for (auto& [name, tensor] : tiny.tensors) {
    if (name.ends_with("conv1.weight") || name.ends_with("conv2.weight")) {
      std::ranges::for_each(tensor.values, [](float& w) { w = std::abs(w) < 0.01F ? 0 : 0.02F; });
    }
  }
  const PatchBatch batch = blotches(2, 1, 64);
  EncoderSpec spec = spec_of(tiny.graph(), {"shared."}, 64);
  spec.ranges = calibrate(source_of(tiny.tensors), spec, batch);
  spec.precision = Precision::int8;
  const Encoder encoder(source_of(tiny.tensors), spec);
  EXPECT_LT(error(encoder.encode(batch), batch, {&tiny}), 0.08);  // 0.23 when it saturates
}

PatchBatch sample_of(const PatchBatch& all, std::size_t i) {
  PatchBatch sample{.samples = 1, .scales = all.scales, .side_px = all.side_px};
  const std::size_t bytes = all.scales * all.bytes_per_patch();
  const auto begin = all.pixels.begin() + static_cast<std::ptrdiff_t>(i * bytes);
  sample.pixels.assign(begin, begin + static_cast<std::ptrdiff_t>(bytes));
  return sample;
}

TEST(Encoder, APatchHasTheSameBitsInAnyBatchAndOnAnyNumberOfThreads) {
  const TinyResnet tiny({1, 3, 1}, "shared.", 3);
  const PatchBatch all = blotches(5, 3, 64);
  EncoderSpec spec = spec_of(tiny.graph(), {"shared."}, 64);
  spec.ranges = calibrate(source_of(tiny.tensors), spec, all);
  for (const Precision precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
    if (available(precision, processor()).precision != precision) {
      continue;
    }
    spec.precision = precision;
    spec.threads = 1;
    const Encoder alone(source_of(tiny.tensors), spec);
    spec.threads = 3;
    const Encoder encoder(source_of(tiny.tensors), spec);
    const Encodings together = alone.encode(all);
    EXPECT_EQ(encoder.encode(all).values, together.values);
    // From several threads at once, one sample each.
    std::vector<std::vector<float>> samples(all.samples);
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < all.samples; ++i) {
      callers.emplace_back([&, i] { samples[i] = encoder.encode(sample_of(all, i)).values; });
    }
    callers.clear();  // joins
    std::vector<float> one_by_one;
    for (const auto& values : samples) {
      one_by_one.insert(one_by_one.end(), values.begin(), values.end());
    }
    EXPECT_EQ(one_by_one, together.values);
  }
}

TEST(Encoder, RefusesABatchItWasNotCompiledFor) {
  const TinyResnet tiny({3, 3}, "shared.", 3);
  const Encoder encoder(source_of(tiny.tensors), spec_of(tiny.graph(), {"shared."}, 32));
  EXPECT_THROW(encoder.encode(blotches(1, 1, 64)), std::invalid_argument);
  PatchBatch cut_short = blotches(1, 1, 32);
  cut_short.pixels.pop_back();
  EXPECT_THROW(encoder.encode(cut_short), std::invalid_argument);
}

TEST(Encoder, AnEmptyBatchHasNoEncodings) {
  const TinyResnet tiny({3, 3}, "shared.", 3);
  const Encoder encoder(source_of(tiny.tensors), spec_of(tiny.graph(), {"shared."}, 32));
  EXPECT_TRUE(encoder.encode({.samples = 0, .scales = 3, .side_px = 32}).values.empty());
}

}  // namespace
}  // namespace msmv::engine
