#include "msmv/training/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace msmv::training {
namespace {

// An image of `samples` samples with one scale of 1 x 1 pixel; red is 10 * number + sample.
Image tiny_image(std::size_t number, std::size_t samples, std::size_t label) {
  auto pixels = std::make_shared<std::vector<std::uint8_t>>(samples * 3, std::uint8_t{0});
  for (std::size_t i = 0; i < samples; ++i) {
    (*pixels)[i * 3] = static_cast<std::uint8_t>(10 * number + i);
  }
  return {"image " + std::to_string(number), label, {samples, 1, 1, *pixels, pixels}, {}};
}

std::vector<Image> tiny_images() {
  return {tiny_image(0, 3, 0), tiny_image(1, 4, 1), tiny_image(2, 2, 1)};
}

TEST(EpochOrder, HasEachSampleOnceInAnotherOrderEachEpoch) {
  const auto images = tiny_images();
  const auto first = epoch_order(images, {}, 0);
  const auto second = epoch_order(images, {}, 1);
  ASSERT_EQ(first.size(), 9U);
  EXPECT_NE(first, second);
  EXPECT_TRUE(std::ranges::is_permutation(first, in_order(images)));
  EXPECT_TRUE(std::ranges::is_permutation(second, in_order(images)));
  EXPECT_EQ(first, epoch_order(images, {}, 0));
  EXPECT_NE(first, epoch_order(images, {.seed = 2}, 0));
}

TEST(EpochOrder, GivesEachSampleItsTurnWhenNotAllFitInAnEpoch) {
  const std::vector<Image> images = {tiny_image(0, 6, 0), tiny_image(1, 2, 1)};
  const Config config{.samples_per_image = 2};
  std::set<std::size_t> used;
  for (int epoch = 0; epoch < 3; ++epoch) {
    const auto order = epoch_order(images, config, epoch);
    EXPECT_EQ(order.size(), 4U);
    for (const auto& sample : order) {
      if (sample.image == 0) {
        EXPECT_TRUE(used.insert(sample.sample).second);
      }
    }
  }
  EXPECT_EQ(used.size(), 6U);  // three epochs of two
}

TEST(BatchMaker, GivesThePixelsAndTargetsOfItsSamples) {
  const auto images = tiny_images();
  const BatchMaker maker(images, 2, 1, {});
  const std::vector<SampleOf> samples = {{1, 3}, {0, 2}};
  const auto batch = maker.plain(samples);
  EXPECT_EQ(batch.pixels, (std::vector<std::uint8_t>{13, 0, 0, 2, 0, 0}));
  EXPECT_EQ(batch.targets, (std::vector<float>{0, 1, 1, 0}));
  EXPECT_EQ(batch.labels, (std::vector<std::size_t>{1, 0}));
}

TEST(BatchMaker, SmoothsLabelsOverAllClasses) {
  const auto images = tiny_images();
  const BatchMaker maker(images, 2, 1, {.label_smoothing = 0.2});
  const std::vector<SampleOf> samples = {{0, 0}};
  const auto batch = maker.training(samples, 0, 1, 0);
  EXPECT_FLOAT_EQ(batch.targets[0], 0.9F);  // 0.8 + 0.2 / 2
  EXPECT_FLOAT_EQ(batch.targets[1], 0.1F);
}

TEST(BatchMaker, MixesPixelsAndTargetsInTheSameShares) {
  const auto images = tiny_images();
  const BatchMaker maker(images, 2, 1, {.mixup = 1});
  const std::vector<SampleOf> samples = {{0, 0}, {2, 1}};  // red 0 of class 0, red 21 of class 1
  const auto batch = maker.training(samples, 0, 2, 0);
  EXPECT_GT(batch.targets[1], 0);
  EXPECT_LE(batch.targets[1], 0.5F);  // a sample stays mostly itself
  EXPECT_NEAR(batch.pixels[0], 21 * batch.targets[1], 0.51);
  EXPECT_NEAR(batch.pixels[3], 21 * batch.targets[3], 0.51);
}

TEST(BatchMaker, ABatchIsTheSameHoweverItIsCut) {
  const auto images = tiny_images();
  const BatchMaker maker(images, 2, 1, {.mixup = 1, .augmentation = {.turns = true, .noise = 30}});
  const auto order = in_order(images);
  const auto whole = maker.training(order, 0, order.size(), 3);
  std::vector<std::uint8_t> pixels;
  std::vector<float> targets;
  for (std::size_t first = 0; first < order.size(); first += 4) {
    const auto part =
        maker.training(order, first, std::min<std::size_t>(4, order.size() - first), 3);
    pixels.insert(pixels.end(), part.pixels.begin(), part.pixels.end());
    targets.insert(targets.end(), part.targets.begin(), part.targets.end());
  }
  EXPECT_EQ(pixels, whole.pixels);
  EXPECT_EQ(targets, whole.targets);
  EXPECT_NE(maker.training(order, 0, order.size(), 4).pixels, whole.pixels);  // another epoch
}

TEST(BatchMaker, TakesEncodingsAsTheyAre) {
  const std::vector<Image> images = {{"a", 0, {}, {2, 1, 2, {1, 2, 3, 4}}}};
  const BatchMaker maker(images, 2, 1, {});
  EXPECT_TRUE(maker.has_encodings());
  const std::vector<SampleOf> samples = {{0, 1}};
  const auto batch = maker.plain(samples);
  EXPECT_EQ(batch.encodings, (std::vector<float>{3, 4}));
  EXPECT_TRUE(batch.pixels.empty());
}

TEST(BatchMaker, RefusesImagesOfDifferentKindsAndUnknownLabels) {
  const std::vector<Image> mixed = {tiny_image(0, 1, 0), {"b", 0, {}, {1, 1, 2, {1, 2}}}};
  EXPECT_THROW(BatchMaker(mixed, 2, 1, {}), std::invalid_argument);
  EXPECT_THROW(BatchMaker({}, 2, 1, {}), std::invalid_argument);
  const std::vector<Image> foreign = {tiny_image(0, 1, 5)};
  EXPECT_THROW(BatchMaker(foreign, 2, 1, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::training
