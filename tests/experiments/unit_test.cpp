#include "msmv/experiments/unit.h"

#include <gtest/gtest.h>

#include <fstream>

#include "experiments/small_world.h"

namespace msmv::experiments {
namespace {

Unit some_unit() {
  return {.key = "k",
          .build = "b",
          .row = "row",
          .fold = "fold_1",
          .classes = {"one", "other"},
          .images = {{"a.png", 1, {{0.25F, 0.75F}, {0.9F, 0.1F}}}},
          .training_images = 7,
          .seconds = 1.5};
}

TEST(Unit, IsReadBackAsItWasWritten) {
  const testing::TemporaryFolder folder;
  write_unit(folder / "unit.json", some_unit());
  const auto unit = read_unit(folder / "unit.json", "k");
  ASSERT_TRUE(unit.has_value());
  EXPECT_EQ(unit->row, "row");
  EXPECT_EQ(unit->training_images, 7U);
  EXPECT_EQ(unit->seconds, 1.5);
  ASSERT_EQ(unit->images.size(), 1U);
  EXPECT_EQ(unit->images[0].label, 1U);
  EXPECT_EQ(unit->images[0].voters, some_unit().images[0].voters);
}

TEST(Unit, CountsAsNoneWhenItIsBrokenOrOfOtherThings) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "unit.json";
  EXPECT_FALSE(read_unit(path, "k").has_value());
  write_unit(path, some_unit());
  EXPECT_FALSE(read_unit(path, "other key").has_value());
  const std::string whole = testing::read_file(path);
  std::ofstream(path) << whole.substr(0, whole.size() / 2);
  EXPECT_FALSE(read_unit(path, "k").has_value());
  Unit wrong = some_unit();
  wrong.images[0].voters[0] = {1};
  write_unit(path, wrong);
  EXPECT_FALSE(read_unit(path, "k").has_value()) << "scores of another number of classes";
}

TEST(Unit, CountsAsNoneWhenItsImagesWereChanged) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "unit.json";
  write_unit(path, some_unit());
  const std::string whole = testing::read_file(path);
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string changed = whole;
    const std::size_t at = changed.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    std::ofstream(path) << changed.replace(at, old.size(), now);
    return read_unit(path, "k");
  };
  EXPECT_TRUE(with("0.75", "0.75").has_value());
  EXPECT_FALSE(with("0.75", "0.85").has_value());
  EXPECT_FALSE(with("\"label\":1", "\"label\":0").has_value());
  EXPECT_FALSE(with("a.png", "b.png").has_value());
  EXPECT_FALSE(with("content_hash", "content_hush").has_value()) << "of an earlier version";
}

TEST(Unit, KeysTellWhatDecidesTheResult) {
  const SmallWorld world;
  const UnitSource source{.data = "d", .encoder = "e", .reading = "r"};
  const Experiment row = world.experiment("row");
  const auto keys = keys_of(row, world.set, world.folds[0], source);
  const Experiment other_judging = world.experiment("row", "{}", R"({"krem": {"views": 1}})");
  const auto judged = keys_of(other_judging, world.set, world.folds[0], source);
  EXPECT_EQ(judged.training, keys.training);
  EXPECT_NE(judged.unit, keys.unit);
  EXPECT_NE(keys_of(row, world.set, world.folds[1], source).training, keys.training);
  EXPECT_NE(keys_of(row, world.set, world.folds[0], {"d", "e2", "r"}).training, keys.training);
  const auto on_gpu = keys_of(row, world.set, world.folds[0], {"d", "e", "r", "cuda:0"});
  EXPECT_NE(on_gpu.training, keys.training);
  EXPECT_EQ(on_gpu.unit, keys_of(row, world.set, world.folds[0], {"d", "e", "r", "cuda:1"}).unit);
  EXPECT_EQ(keys_of(world.experiment("renamed"), world.set, world.folds[0], source).unit,
            keys.unit);
}

TEST(Unit, KeysTellTreesApart) {
  const SmallWorld world;
  const UnitSource source{.data = "d", .encoder = "e", .reading = "r"};
  const auto key_of = [&](const Row& row) {
    return keys_of(resolve(row, world.choices()), world.set, world.folds[0], source).unit;
  };
  const std::string some = key_of(world.row_of_trees("row"));
  EXPECT_NE(some, key_of(world.row("row")));
  EXPECT_EQ(some, key_of(world.row_of_trees("renamed")));
  EXPECT_NE(some, key_of(world.row_of_trees("row", R"({"rounds": 5})")));
  EXPECT_NE(some, key_of(world.row_of_trees("row", R"({"recolouring": {"stain_gain": 0.1}})")));
}

TEST(Unit, KeysOfAnAverageAreMadeOfTheMembers) {
  const UnitKeys one{"t", "u"}, other{"t", "v"};
  const std::string key = keys_of_average({one, other}).unit;
  EXPECT_EQ(keys_of_average({one, other}).unit, key);
  EXPECT_NE(keys_of_average({one, one}).unit, key);
  EXPECT_NE(keys_of_average({one}).unit, key);
}

TEST(Unit, FingerprintIsThatOfPicturesAndLabels) {
  SmallWorld world;
  const std::string before = fingerprint(world.set);
  EXPECT_EQ(fingerprint(world.set), before);
  world.set.samples[0].label = 1;
  EXPECT_NE(fingerprint(world.set), before);
  world.set.samples[0].label = 0;
  std::ofstream(world.set.samples[0].path, std::ios::app) << ' ';
  EXPECT_NE(fingerprint(world.set), before);
}

}  // namespace
}  // namespace msmv::experiments
