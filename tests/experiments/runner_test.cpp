#include "msmv/experiments/runner.h"

#include <algorithm>

#include "experiments/small_world.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

std::size_t files_in(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator files(folder);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

RunOptions options_in(const SmallWorld& world) {
  return {.output = world.folder / "out", .store = world.folder / "store"};
}

TEST(Runner, JudgesEachImageOnceAndEncodesOnceForAllRows) {
  const SmallWorld world;
  const std::vector<Experiment> rows = {
      world.experiment("two"),
      world.experiment("lstm", R"({"fdnet": {"discriminator": "bilstm"}})"),
      world.experiment("coarse", R"({"krem": {"windows_px": [96], "steps_px": [16]}})"),
      world.experiment("one_view", "{}", R"({"krem": {"views": 1}})")};
  const auto outcomes = run(rows, world.set, world.folds, world.encoders, options_in(world));
  ASSERT_EQ(outcomes.size(), 4U);
  for (const RowOutcome& outcome : outcomes) {
    EXPECT_EQ(outcome.fault, "");
    std::vector<std::string> judged;
    for (const Unit& unit : outcome.units) {
      EXPECT_EQ(unit.training_images, 4U);
      for (const JudgedImage& image : unit.images) {
        judged.push_back(image.file);
        EXPECT_EQ(image.voters.size(), outcome.experiment.row.name == "one_view" ? 1U : 2U);
      }
    }
    std::ranges::sort(judged);
    EXPECT_EQ(judged,
              (std::vector<std::string>{"0.png", "1.png", "2.png", "3.png", "4.png", "5.png"}));
    EXPECT_GT(outcome.cost.ms.value(), 0);
  }
  EXPECT_EQ(files_in(world.folder / "store"), 6U) << "an entry an image, whatever the row";
  EXPECT_EQ(outcomes[3].units[0].images[0].voters[0], outcomes[0].units[0].images[0].voters[0])
      << "the same network, one voter fewer";
  EXPECT_FALSE(std::filesystem::exists(world.folder / "out/runs/one_view"))
      << "a network was trained for what it shares";
}

// Rows by FDNet, by trees and by the mean of both, once more from what stands there, and from
// other trees.
TEST(Runner, RunsTreesAndAveragesThemWithOthers) {
  const SmallWorld world;
  Row both{.name = "both", .path = "both.json", .title = "Both"};
  both.members = {"two", "trees"};
  std::vector<Row> rows = {both, world.row("two"), world.row_of_trees("trees")};
  const auto outcomes = run(resolve(rows, world.choices()), world.set, world.folds, world.encoders,
                            options_in(world));
  for (const RowOutcome& outcome : outcomes) {
    EXPECT_EQ(outcome.fault, "");
    ASSERT_EQ(outcome.units.size(), 3U);
    EXPECT_GT(outcome.cost.ms.value(), 0);
  }
  EXPECT_NEAR(*outcomes[0].cost.ms, *outcomes[1].cost.ms + *outcomes[2].cost.ms, 1e-9);
  const JudgedImage& averaged = outcomes[0].units[1].images[1];
  const JudgedImage& by_fdnet = outcomes[1].units[1].images[1];
  const JudgedImage& by_trees = outcomes[2].units[1].images[1];
  ASSERT_EQ(averaged.voters.size(), 1U);
  ASSERT_EQ(by_fdnet.voters.size(), 2U);
  ASSERT_EQ(by_trees.voters.size(), 1U);
  EXPECT_NEAR(averaged.voters[0][0],
              (by_trees.voters[0][0] + (by_fdnet.voters[0][0] + by_fdnet.voters[1][0]) / 2) / 2,
              1e-6);

  const auto path = world.folder / "out/units/both/fold_2.json";
  const auto kept = testing::read_file(path);
  rows[2] = world.row_of_trees("trees", R"({"rounds": 5})");
  const auto others = run(resolve(rows, world.choices()), world.set, world.folds, world.encoders,
                          options_in(world));
  EXPECT_NE(testing::read_file(path), kept) << "a member has changed";
  EXPECT_EQ(others[1].units[1].images[1].voters, by_fdnet.voters);
  std::size_t reports = 0;
  RunOptions options = options_in(world);
  options.progress = [&](const Standing& now) { reports += now.now.starts_with("timing") ? 0 : 1; };
  run(resolve(rows, world.choices()), world.set, world.folds, world.encoders, options);
  EXPECT_EQ(reports, 0U) << "all was there";
}

TEST(Runner, FailsAnAverageWithItsMember) {
  const SmallWorld world;
  Row both{.name = "both", .path = "both.json", .title = "Both"};
  both.members = {"two", "large"};
  const std::vector<Row> rows = {both, world.row("two"),
                                 world.row("large", R"({"image": {"refused_side_px": 400}})")};
  const auto outcomes = run(resolve(rows, world.choices()), world.set, world.folds, world.encoders,
                            options_in(world));
  EXPECT_EQ(outcomes[0].fault, "fold_1: member large failed");
  EXPECT_TRUE(outcomes[0].units.empty());
  EXPECT_EQ(outcomes[1].units.size(), 3U);
}

TEST(Runner, TakesEncodingsFromWiderOnesUnchanged) {
  const SmallWorld world;
  const Experiment coarse =
      world.experiment("coarse", R"({"krem": {"windows_px": [96], "steps_px": [16]}})");
  const auto beside = run({world.experiment("two"), coarse}, world.set, world.folds, world.encoders,
                          options_in(world));
  const SmallWorld other;
  const auto alone = run({coarse}, other.set, other.folds, other.encoders, options_in(other));
  for (std::size_t fold = 0; fold < 3; ++fold) {
    for (std::size_t image = 0; image < 2; ++image) {
      EXPECT_EQ(beside[1].units[fold].images[image].voters,
                alone[0].units[fold].images[image].voters);
    }
  }
}

TEST(Runner, GoesOnWhereItWasLeft) {
  const SmallWorld world;
  RunOptions options = options_in(world);
  std::size_t units = 0;
  options.progress = [&](const Standing& now) { units = now.units_done; };
  options.is_interrupted = [&] { return units >= 2; };
  const std::vector<Experiment> rows = {world.experiment("two")};
  const auto first = run(rows, world.set, world.folds, world.encoders, options);
  EXPECT_EQ(first[0].units.size(), 2U);
  EXPECT_EQ(first[0].fault, "") << "an interruption is no fault of the row";

  const auto kept = testing::read_file(options.output / "units/two/fold_1.json");
  options.is_interrupted = [] { return false; };
  const auto second = run(rows, world.set, world.folds, world.encoders, options);
  EXPECT_EQ(second[0].units.size(), 3U);
  EXPECT_EQ(testing::read_file(options.output / "units/two/fold_1.json"), kept);

  // Another setting is another result.
  Experiment longer = rows[0];
  longer.training.epochs = 3;
  run({longer}, world.set, world.folds, world.encoders, options);
  EXPECT_NE(testing::read_file(options.output / "units/two/fold_1.json"), kept);
}

TEST(Runner, RecordsARowThatFailsAndGoesOnWithTheOthers) {
  const SmallWorld world;
  std::vector<std::string> failed;
  RunOptions options = options_in(world);
  options.failed = [&](const std::string& row, const std::string& fault) {
    failed.push_back(row + ": " + fault);
  };
  // Windows that no picture here is large enough for.
  const auto outcomes = run({world.experiment("large", R"({"image": {"refused_side_px": 400}})"),
                             world.experiment("two")},
                            world.set, world.folds, world.encoders, options);
  EXPECT_NE(outcomes[0].fault.find("fold_1: "), std::string::npos) << outcomes[0].fault;
  EXPECT_TRUE(outcomes[0].units.empty());
  EXPECT_EQ(outcomes[1].units.size(), 3U);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_TRUE(failed[0].starts_with("large: fold_1: ")) << failed[0];
}

// The first picture's size is known from the manifest alone, and a folder lies where times are
// recorded.
TEST(Runner, MeasuresWithTheManifestsPixelSizeAndGoesOnWithoutAMeasurement) {
  SmallWorld world;
  for (dataset::Sample& sample : world.set.samples) {
    sample.um_per_px = PixelSize{0.42, 0.42};
  }
  RunOptions options = options_in(world);
  options.reading.require_pixel_size = true;
  std::vector<std::string> failed;
  options.failed = [&](const std::string& row, const std::string& fault) {
    failed.push_back(row + ": " + fault);
  };
  const std::vector<Experiment> rows = {world.experiment("two")};
  EXPECT_GT(run(rows, world.set, world.folds, world.encoders, options)[0].cost.ms.value(), 0);
  EXPECT_TRUE(failed.empty());

  const auto record = options.output / "units/two/cost.json";
  std::filesystem::remove(record);
  std::filesystem::create_directories(record / "in the way");
  const auto outcome = run(rows, world.set, world.folds, world.encoders, options)[0];
  EXPECT_EQ(outcome.units.size(), 3U);
  EXPECT_EQ(outcome.fault, "");
  EXPECT_FALSE(outcome.cost.ms.has_value());
  EXPECT_GT(outcome.cost.gflop, 0);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_TRUE(failed[0].starts_with("two: its time an image is left out: ")) << failed[0];
}

}  // namespace
}  // namespace msmv::experiments
