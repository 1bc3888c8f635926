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

TEST(Row, TakesTreesFromTheRowItComesFromOrTakesThemBack) {
  const TemporaryFolder folder;
  write(folder, "a", R"({"title": "A", "trees": {"rounds": 9, "depth": 2}})");
  write(folder, "b", R"({"title": "B", "from": "a", "trees": {"depth": 3}})");
  write(folder, "c", R"({"title": "C", "from": "b"})");
  write(folder, "d", R"({"title": "D", "from": "c", "trees": null})");
  const auto rows = read_rows({folder.path()});
  EXPECT_EQ(rows[0].trees, Json::parse(R"({"rounds": 9, "depth": 2})"));
  EXPECT_EQ(rows[1].trees, Json::parse(R"({"rounds": 9, "depth": 3})"));
  EXPECT_EQ(rows[2].trees, rows[1].trees);
  EXPECT_EQ(rows[3].trees, Json::object()) << "judged by FDNet again";
}

TEST(Row, OfMembersAndItsTreesAreReadStrictly) {
  const std::string title = R"({"title": "A", )";
  const auto fault = [&](const std::string& rest) { return fault_of(title + rest + "}"); };
  EXPECT_EQ(fault(R"("trees": {})"), "trees: names no setting");
  EXPECT_EQ(fault(R"("trees": 7)"), "trees: expected an object, got number");
  EXPECT_EQ(fault(R"("model": null)"), "model: expected an object, got null");
  EXPECT_TRUE(fault(R"("members": "b")").ends_with("row.json.members: wrong type, got \"b\""));
  EXPECT_EQ(fault(R"("members": ["b"])"), "members: expected two rows or more, each once");
  EXPECT_EQ(fault(R"("members": ["b", "b"])"), "members: expected two rows or more, each once");
  EXPECT_EQ(fault(R"("members": ["b", "c"])"), "members: no row \"b\"");
  EXPECT_EQ(fault(R"("members": ["row", "b"])"), "members: \"row\" is a row of members itself");
  EXPECT_EQ(fault(R"("members": ["b", "c"], "from": "b")"),
            "from: a row of members has no settings");
  EXPECT_EQ(fault(R"("members": ["b", "c"], "model": {"krem": {"views": 1}})"),
            "model: a row of members has no settings");
  EXPECT_EQ(fault(R"("members": ["b", "c"], "trees": {"depth": 1})"),
            "trees: a row of members has no settings");
}

TEST(Row, CanNotComeFromARowOfMembers) {
  const TemporaryFolder folder;
  write(folder, "a", R"({"title": "A", "members": ["b", "c"]})");
  write(folder, "b", R"({"title": "B"})");
  write(folder, "c", R"({"title": "C"})");
  EXPECT_EQ(read_rows({folder.path()})[0].members, (std::vector<std::string>{"b", "c"}));
  write(folder, "d", R"({"title": "D", "from": "a"})");
  try {
    read_rows({folder.path()});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.what(),
              (folder / "d.json").string() + ": from: \"a\" is a row of members itself");
  }
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
  write(folder, "third", R"({"title": "C", "members": ["first", "second"]})");
  const auto rows = read_rows({folder.path()});
  EXPECT_EQ(choose(rows, {}).size(), 3U);
  EXPECT_EQ(choose(rows, {"third"}).size(), 3U) << "its members with it";
  ASSERT_EQ(choose(rows, {"second"}).size(), 1U);
  EXPECT_EQ(choose(rows, {"second"})[0].title, "B");
  try {
    choose(rows, {"secnod"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"second\""), std::string::npos);
  }
}

// The rows that come with msmv: all of them can be run under every budget they have a recipe for;
// of members, under those that all members have one for.
TEST(Row, ShippedOnesAreSound) {
  const auto rows = read_rows({std::filesystem::path(MSMV_SOURCE_DIR) / "experiments"});
  EXPECT_GE(rows.size(), 20U);
  EXPECT_TRUE(
      std::ranges::any_of(rows, [](const Row& row) { return row.name == "pfenet_bilstm2"; }));
  const auto has_recipe = [&](const std::string& row, std::string_view budget) {
    const auto found = std::ranges::find(rows, row, &Row::name);
    return found->training.contains(budget) && !found->training[std::string(budget)].is_null();
  };
  for (const auto& [budget, name] : enum_names(Budget{})) {
    Choices choices{.budget = budget, .classes = bach_classes(), .weights = {}};
    for (const auto& [backbone, ignored] : enum_names(pfenet::Backbone{})) {
      choices.weights.insert(backbone);
    }
    for (const Experiment& experiment : resolve(rows, choices)) {
      const Row& row = experiment.row;
      const bool is_runnable = row.members.empty()
                                   ? has_recipe(row.name, name)
                                   : std::ranges::all_of(row.members, [&](const auto& member) {
                                       return has_recipe(member, name);
                                     });
      EXPECT_EQ(experiment.skipped.empty(), is_runnable) << row.name << ": " << experiment.skipped;
    }
  }
}

}  // namespace
}  // namespace msmv::experiments
