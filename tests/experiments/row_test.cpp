#include "msmv/experiments/row.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "msmv/experiments/experiment.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::experiments {
namespace {

using testing::TemporaryFolder;

void write(const TemporaryFolder& folder, const std::string& name, const std::string& json) {
  std::ofstream(folder / (name + ".json")) << json;
}

std::string fault_of(const std::string& json) {
  const TemporaryFolder folder;
  write(folder, "row", json);
  try {
    read_rows({folder.path()});
  } catch (const InputError& error) {
    return error.fault();
  }
  return "none";
}

TEST(Row, TakesTheSettingsOfTheRowItComesFromAndChangesThem) {
  const TemporaryFolder folder;
  write(folder, "a", R"({"title": "A", "table": "table4", "place": 2, "paper": {"image": 90},
    "model": {"krem": {"views": 3}, "fdnet": {"layers": 1}},
    "training": {"frozen": {"epochs": 2}, "full": {"epochs": 9}}})");
  write(folder, "b", R"({"title": "B", "table": "table4", "place": 1, "from": "a",
    "model": {"fdnet": {"layers": 2}}, "training": {"full": null}})");
  write(folder, "c", R"({"title": "C", "table": "table3", "from": "b"})");
  const auto rows = read_rows({folder.path()});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].name, "c");
  EXPECT_EQ(rows[1].name, "b");
  EXPECT_EQ(rows[2].name, "a");
  for (const int i : {0, 1}) {
    EXPECT_EQ(rows[i].model, Json::parse(R"({"krem": {"views": 3}, "fdnet": {"layers": 2}})"));
    EXPECT_EQ(rows[i].training, Json::parse(R"({"frozen": {"epochs": 2}})"));
    EXPECT_EQ(rows[i].paper.image, 0) << "the paper's figures are the row's own";
  }
  EXPECT_EQ(rows[2].paper.image, 90);
}

TEST(Row, IsReadStrictly) {
  EXPECT_NE(fault_of(R"({"title": "A", "tabel": "own"})").find("unknown setting \"tabel\""),
            std::string::npos);
  EXPECT_NE(fault_of(R"({"table": "own"})").find("has no title"), std::string::npos);
  EXPECT_NE(fault_of(R"({"title": "A", "from": "b"})").find("no row \"b\""), std::string::npos);
  EXPECT_NE(fault_of(R"({"title": "A", "from": "row"})").find("leads back"), std::string::npos);
  EXPECT_NE(fault_of(R"({"title": "A", "paper": {"image": 194}})").find("is not between"),
            std::string::npos);
  EXPECT_NE(fault_of(R"({"title": "A", "training": {"cold": {}}})").find("no budget"),
            std::string::npos);
  EXPECT_NE(fault_of(R"({"title": "A", "model": 3})").find("model: expected an object"),
            std::string::npos);
  EXPECT_NE(fault_of(R"({"title": )").find("not JSON"), std::string::npos);
}

TEST(Row, MayBeNamedOnlyOnce) {
  const TemporaryFolder one, other;
  write(one, "a", R"({"title": "A"})");
  write(other, "a", R"({"title": "A"})");
  EXPECT_THROW(read_rows({one.path(), other.path()}), InputError);
}

TEST(Row, IsChosenByName) {
  const TemporaryFolder folder;
  write(folder, "first", R"({"title": "A"})");
  write(folder, "second", R"({"title": "B"})");
  const auto rows = read_rows({folder.path()});
  EXPECT_EQ(choose(rows, {}).size(), 2U);
  ASSERT_EQ(choose(rows, {"second"}).size(), 1U);
  EXPECT_EQ(choose(rows, {"second"})[0].title, "B");
  try {
    choose(rows, {"secnod"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"second\""), std::string::npos);
  }
}

// The rows that come with msmv: all of them can be run under every budget they have a recipe for.
TEST(Row, ShippedOnesAreSound) {
  const auto rows = read_rows({std::filesystem::path(MSMV_SOURCE_DIR) / "experiments"});
  EXPECT_GE(rows.size(), 20U);
  EXPECT_TRUE(
      std::ranges::any_of(rows, [](const Row& row) { return row.name == "pfenet_bilstm2"; }));
  for (const Row& row : rows) {
    for (const auto& [budget, name] : enum_names(Budget{})) {
      Choices choices{.budget = budget, .classes = bach_classes(), .weights = {}};
      for (const auto& [backbone, ignored] : enum_names(pfenet::Backbone{})) {
        choices.weights.insert(backbone);
      }
      const Experiment experiment = resolve(row, choices);
      EXPECT_EQ(experiment.skipped.empty(), row.training.contains(std::string(name)) &&
                                                !row.training[std::string(name)].is_null())
          << row.name << ": " << experiment.skipped;
    }
  }
}

}  // namespace
}  // namespace msmv::experiments
