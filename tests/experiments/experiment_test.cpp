#include "msmv/experiments/experiment.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

Row row_of(const std::string& model, const std::string& training, const std::string& judging) {
  return {.name = "row",
          .path = "row.json",
          .title = "Row",
          .model = Json::parse(model),
          .training = Json::parse(training),
          .judging = Json::parse(judging)};
}

const Choices kFrozen{
    .budget = Budget::frozen, .classes = {"one", "other"}, .weights = {pfenet::Backbone::resnet50}};

TEST(Experiment, TakesTheBudgetsRecipe) {
  const Row row = row_of(R"({"krem": {"views": 4}})",
                         R"({"frozen": {"preset": "frozen", "epochs": 3}, "full": {"epochs": 7}})",
                         R"({"krem": {"views": 2}, "vote": {"rule": "mean"}})");
  const Experiment frozen = resolve(row, kFrozen);
  EXPECT_EQ(frozen.skipped, "");
  EXPECT_TRUE(frozen.is_frozen());
  EXPECT_EQ(frozen.training.epochs, 3);
  EXPECT_EQ(frozen.training.label_smoothing, 0.1) << "of the preset";
  EXPECT_EQ(frozen.model.krem.views, 4);
  EXPECT_EQ(frozen.judged.krem.views, 2);
  EXPECT_EQ(frozen.judged.vote.rule, vote::Rule::mean);
  EXPECT_EQ(frozen.judged.classes, kFrozen.classes);
  Choices full = kFrozen;
  full.budget = Budget::full;
  EXPECT_EQ(resolve(row, full).training.epochs, 7);
  EXPECT_FALSE(resolve(row, full).is_frozen());
  full.budget = Budget::partial;
  EXPECT_EQ(resolve(row, full).skipped, "has no recipe for the budget partial");
}

TEST(Experiment, AssignmentsGoOverWhatTheRowSays) {
  Choices choices = kFrozen;
  choices.assignments = {"training.epochs=1", "model.krem.selector=spread"};
  choices.seed = 5;
  const Experiment experiment = resolve(
      row_of(R"({"krem": {"selector": "random"}})", R"({"frozen": {"epochs": 3}})", "{}"), choices);
  EXPECT_EQ(experiment.training.epochs, 1);
  EXPECT_EQ(experiment.training.seed, 5U);
  EXPECT_EQ(experiment.judged.krem.selector, krem::Selector::spread);
}

TEST(Experiment, SaysWhichWeightsItLacks) {
  const Row row = row_of(R"({"pfenet": {"backbone": "resnet101"}})",
                         R"({"frozen": {"preset": "frozen"}, "full": {}})", "{}");
  EXPECT_EQ(resolve(row, kFrozen).skipped, "no pre-trained weights for resnet101 (--weights)");
  Choices scratch = kFrozen;
  scratch.is_from_scratch = true;
  EXPECT_NE(resolve(row, scratch).skipped, "") << "random encoders that stay frozen say nothing";
  scratch.budget = Budget::full;
  EXPECT_EQ(resolve(row, scratch).skipped, "");
}

TEST(Experiment, NamesTheRowAtFault) {
  for (const Row& row : {row_of(R"({"krem": {"view": 4}})", "{}", "{}"),
                         row_of("{}", R"({"frozen": {"epoch": 3}})", "{}"),
                         row_of("{}", R"({"frozen": {"preset": "cold"}})", "{}"),
                         row_of("{}", "{}", R"({"fdnet": {"layers": 1}})")}) {
    try {
      resolve(row, kFrozen);
      ADD_FAILURE();
    } catch (const InputError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("row.json: ")) << error.what();
    }
  }
}

}  // namespace
}  // namespace msmv::experiments
