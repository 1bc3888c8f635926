#include "msmv/network/distinct.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "msmv/network/parts.h"
#include "network/fake_network.h"

namespace msmv {
namespace {

// Three samples of two scales, a patch being one pixel; the first scale is the same in all.
PatchBatch with_a_common_context() {
  return {.samples = 3,
          .scales = 2,
          .side_px = 1,
          .pixels = {9, 9, 9, 1, 1, 1, 9, 9, 9, 2, 2, 2, 9, 9, 9, 3, 3, 3}};
}

TEST(DistinctPatches, KeepsEachOnce) {
  const DistinctPatches distinct = distinct_patches(with_a_common_context());
  EXPECT_EQ(distinct.patches.samples, 4U);
  EXPECT_EQ(distinct.patches.scales, 1U);
  EXPECT_EQ(distinct.patches.pixels,
            (std::vector<std::uint8_t>{9, 9, 9, 1, 1, 1, 2, 2, 2, 3, 3, 3}));
  EXPECT_EQ(distinct.place_of, (std::vector<std::size_t>{0, 1, 0, 2, 0, 3}));
}

TEST(DistinctPatches, EncodingsComeBackToTheirPlaces) {
  const PatchBatch batch = with_a_common_context();
  const Encodings distinct{
      .samples = 4, .scales = 1, .features = 2, .values = {0, 1, 10, 11, 20, 21, 30, 31}};
  const Encodings all = spread(distinct, distinct_patches(batch).place_of, batch);
  EXPECT_EQ(all.samples, 3U);
  EXPECT_EQ(all.scales, 2U);
  EXPECT_EQ(all.values, (std::vector<float>{0, 1, 10, 11, 0, 1, 20, 21, 0, 1, 30, 31}));
}

TEST(DistinctPatches, RefusesPixelsOfAnotherSize) {
  PatchBatch batch = with_a_common_context();
  batch.pixels.pop_back();
  EXPECT_THROW(distinct_patches(batch), std::invalid_argument);
}

TEST(DistinctPatches, CountsOnFromThoseThatAreKnown) {
  const PatchBatch known{.samples = 2, .scales = 1, .side_px = 1, .pixels = {9, 9, 9, 2, 2, 2}};
  const DistinctPatches distinct = distinct_patches(with_a_common_context(), known);
  EXPECT_EQ(distinct.patches.pixels,
            (std::vector<std::uint8_t>{9, 9, 9, 2, 2, 2, 1, 1, 1, 3, 3, 3}));
  EXPECT_EQ(distinct.place_of, (std::vector<std::size_t>{0, 2, 0, 1, 0, 3}));
}

// Encodes a patch as its first pixel and counts patches.
class EncodingOnceTest : public ::testing::Test {
 protected:
  std::size_t encoded_ = 0;
  const std::unique_ptr<const Network> network_ =
      encoding_once(std::make_unique<testing::FakeNetwork>(
          [this](const PatchBatch& batch) {
            EXPECT_EQ(batch.scales, 1U);
            encoded_ += batch.samples;
            Encodings encodings{.samples = batch.samples, .scales = 1, .features = 1};
            for (std::size_t i = 0; i < batch.samples; ++i) {
              encodings.values.push_back(batch.pixels[i * 3]);
            }
            return encodings;
          },
          [](const Encodings& encodings) {
            return std::vector<ClassScores>(encodings.samples, {1});
          },
          NetworkFacts{.runtime = "none", .threads = 2}, 7));
};

TEST_F(EncodingOnceTest, GivesTheNetworkEachPatchOfABatchOnce) {
  const Encodings all = network_->encode(with_a_common_context());
  EXPECT_EQ(encoded_, 4U);
  EXPECT_EQ(all.scales, 2U);
  EXPECT_EQ(all.values, (std::vector<float>{9, 1, 9, 2, 9, 3}));
  network_->encode(with_a_common_context());
  EXPECT_EQ(encoded_, 8U) << "nothing is kept from call to call";
}

TEST_F(EncodingOnceTest, KeepsWhatIsKnownFromStepToStep) {
  const PatchBatch batch = with_a_common_context();
  KnownPatches known;
  EXPECT_EQ(network_->encode_more(part_of(batch, 0, 2), known).values,
            (std::vector<float>{9, 1, 9, 2}));
  EXPECT_EQ(encoded_, 3U);
  EXPECT_EQ(network_->encode_more(part_of(batch, 2, 1), known).values, (std::vector<float>{9, 3}));
  EXPECT_EQ(encoded_, 4U);
  EXPECT_EQ(network_->encode_more(batch, known).values, (std::vector<float>{9, 1, 9, 2, 9, 3}));
  EXPECT_EQ(encoded_, 4U);
}

TEST_F(EncodingOnceTest, IsElseTheNetworkThatItWasGiven) {
  EXPECT_EQ(network_->facts().threads, 2);
  EXPECT_EQ(network_->appetite(), 7U);
  EXPECT_EQ(network_->score({.samples = 2}).size(), 2U);
}

}  // namespace
}  // namespace msmv
