#include "msmv/experiments/results.h"

#include <gtest/gtest.h>

#include <set>

#include "experiments/some_results.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

TEST(Results, CountVotersAndImages) {
  const Results results = some_results();
  const RowResult& first = results.rows[0];
  EXPECT_EQ(first.patches_right(), 6);
  EXPECT_EQ(first.patches(), 8);
  EXPECT_EQ(first.evaluation->images.right(), 3);
  EXPECT_EQ(first.status, "");
  EXPECT_FALSE(first.against.has_value()) << "not with itself";
  ASSERT_TRUE(results.rows[1].against.has_value());
  EXPECT_EQ(results.rows[1].against->both_right, 2);
  EXPECT_EQ(results.rows[1].against->only_first_right, 1);
  EXPECT_EQ(results.rows[1].against->only_second_right, 1);
  EXPECT_EQ(results.rows[2].status, "no pre-trained weights");
  EXPECT_EQ(results.builds, "0.1");
}

TEST(Results, SayWhatIsMissingOfARow) {
  auto failed = outcome_of("failed", "Failed", 0);
  failed.fault = "fold_2: out of luck";
  auto half = outcome_of("half", "Half", 0);
  half.units[0].images.resize(2);
  const ResultsOf of{.split = "two folds", .folds = 2, .against = "failed"};
  const Results results = results_of({failed, half}, four_images(), of);
  EXPECT_EQ(results.rows[0].status, "failed in fold_2: out of luck; 1 of 2 folds done");
  EXPECT_EQ(results.rows[1].status, "1 of 2 folds done");
  EXPECT_EQ(results.rows[1].evaluation->images.total(), 2);
  EXPECT_FALSE(results.rows[1].against.has_value()) << "not the same images";
}

// Three of the four images are right; no voter is a patch.
TEST(Results, OfRowsThatJudgeImagesAloneHaveNoPatches) {
  auto trees = outcome_of("trees", "Trees", 0), both = outcome_of("both", "Both", 1);
  trees.experiment.trees = trees::Config{};
  both.experiment.row.members = {"a", "b"};
  for (RowOutcome* outcome : {&trees, &both}) {
    for (JudgedImage& image : outcome->units[0].images) {
      image.voters.resize(1);
    }
  }
  const Results results =
      results_of({trees, both}, four_images(), {.split = "", .folds = 1, .against = "trees"});
  for (const RowResult& row : results.rows) {
    EXPECT_EQ(row.patches(), 0);
    EXPECT_EQ(row.patches_right(), 0);
    EXPECT_EQ(row.evaluation->images.right(), 3);
  }
  ASSERT_TRUE(results.rows[1].against.has_value());
  EXPECT_EQ(results.rows[1].against->both_right, 2);
}

TEST(Results, SettingsNameTreesAndMembers) {
  auto plain = outcome_of("row", "Row", 0), trees = plain, deeper = plain, both = plain;
  trees.experiment.trees = trees::Config{};
  deeper.experiment.trees = trees::Config{.depth = 8};
  both.experiment.row.members = {"a", "b"};
  both.experiment.members = {plain.experiment, trees.experiment};
  const Results results = results_of({plain, trees, deeper, both}, four_images(),
                                     {.split = "", .folds = 1, .against = ""});
  std::set<std::string> settings;
  for (const RowResult& row : results.rows) {
    settings.insert(row.settings);
  }
  EXPECT_EQ(settings.size(), 4U);
}

TEST(Results, RefuseImagesThatTheDataSetLacks) {
  auto outcome = outcome_of("row", "Row", 0);
  for (auto& image : outcome.units[0].images) {
    image.file = "elsewhere " + image.file;
  }
  EXPECT_ANY_THROW(results_of({outcome}, four_images(), {.split = "", .folds = 1, .against = ""}));
}

}  // namespace
}  // namespace msmv::experiments
