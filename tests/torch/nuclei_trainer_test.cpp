#include "msmv/torch/nuclei_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "msmv/nuclei/graph.h"
#include "msmv/torch/map.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::libtorch {
namespace {

constexpr nuclei::NetworkConfig kSmall{.fine_channels = 4, .wide_channels = 4};
constexpr std::size_t kSide = 32;

// Light ground with dark squares of 4 px on a grid that moves from step to step; the target is 1 in
// their middles.
nuclei::CropBatch squares(std::size_t step) {
  nuclei::CropBatch batch{.crops = {.samples = 2, .scales = 1, .side_px = kSide, .pixels = {}}};
  for (std::size_t sample = 0; sample < 2; ++sample) {
    std::vector<std::uint8_t> crop(kSide * kSide * 3, 220);
    std::vector<float> target(kSide * kSide / 4, 0);
    for (std::size_t top = 2 + (step + sample) % 4 * 2; top + 4 <= kSide; top += 12) {
      for (std::size_t left = 2 + step % 3 * 2; left + 4 <= kSide; left += 12) {
        for (std::size_t i = 0; i < 4; ++i) {
          std::fill_n(crop.begin() + static_cast<std::ptrdiff_t>(((top + i) * kSide + left) * 3),
                      12, 60);
        }
        target[(top / 2) * kSide / 2 + left / 2] = 1;
      }
    }
    batch.crops.pixels.insert(batch.crops.pixels.end(), crop.begin(), crop.end());
    batch.targets.insert(batch.targets.end(), target.begin(), target.end());
  }
  batch.weights.assign(batch.targets.size(), 1);
  return batch;
}

nuclei::Recipe recipe(int steps) {
  return {.steps = steps, .learning_rate = 0.01, .average_weights = 0.9};
}

TEST(NucleiTrainer, LearnsWhereTheSquaresAre) {
  const testing::TemporaryFolder folder;
  auto weights = nuclei::initial_weights(kSmall, 1);
  double first = 0, last = 0;
  nuclei::TrainingRun run{.folder = folder.path()};
  run.progress = [&](std::size_t step, double loss) { (step == 1 ? first : last) = loss; };
  ASSERT_EQ(train_nuclei_by_libtorch(kSmall, recipe(200), squares, weights, run),
            training::Outcome::finished);
  EXPECT_LT(last, 0.2 * first);
  const nuclei::CropBatch unseen = squares(1001);
  const auto map = torch_map(nuclei::graph_of(kSmall), weights)(
      std::span(unseen.crops.pixels).first(kSide * kSide * 3), {kSide, kSide});
  double at_centres = 0, elsewhere = 0, centres = 0;
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    (unseen.targets[i] > 0 ? at_centres : elsewhere) += map.values[i];
    centres += unseen.targets[i];
  }
  EXPECT_GT(at_centres / centres, 0.6);
  EXPECT_LT(elsewhere / static_cast<double>(map.values.size()), 0.1);
}

TEST(NucleiTrainer, ResumesToTheSameBits) {
  const testing::TemporaryFolder whole, halved;
  auto uninterrupted = nuclei::initial_weights(kSmall, 1);
  train_nuclei_by_libtorch(kSmall, recipe(12), squares, uninterrupted, {.folder = whole.path()});
  auto resumed = nuclei::initial_weights(kSmall, 1);
  std::size_t reached = 0;
  nuclei::TrainingRun run{.folder = halved.path(), .resume = true, .begun_from = "a"};
  run.progress = [&](std::size_t step, double) { reached = step; };
  run.is_interrupted = [&] { return reached == 5; };
  EXPECT_EQ(train_nuclei_by_libtorch(kSmall, recipe(12), squares, resumed, run),
            training::Outcome::interrupted);
  run.is_interrupted = [] { return false; };
  nuclei::TrainingRun other = run;
  other.begun_from = "b";
  EXPECT_THROW(train_nuclei_by_libtorch(kSmall, recipe(12), squares, resumed, other), InputError);
  EXPECT_EQ(train_nuclei_by_libtorch(kSmall, recipe(12), squares, resumed, run),
            training::Outcome::finished);
  EXPECT_EQ(resumed, uninterrupted);
}

TEST(NucleiTrainer, StopsWhenTheLossIsNoNumber) {
  const testing::TemporaryFolder folder;
  auto weights = nuclei::initial_weights(kSmall, 1);
  const auto draw = [](std::size_t step) {
    auto batch = squares(step);
    batch.targets[0] = std::numeric_limits<float>::quiet_NaN();
    return batch;
  };
  EXPECT_THROW(
      train_nuclei_by_libtorch(kSmall, recipe(3), draw, weights, {.folder = folder.path()}),
      InputError);
}

}  // namespace
}  // namespace msmv::libtorch
