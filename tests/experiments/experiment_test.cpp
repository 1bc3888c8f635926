#include "msmv/experiments/experiment.h"

#include <gtest/gtest.h>

#include <stdexcept>

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

// That is the method itself: neither pre-trained weights nor a wish to train from scratch are
// needed.
TEST(Experiment, TrainsFromNothingWhatNeverHasWeights) {
  const Row row = row_of(R"({"pfenet": {"backbone": "araujo2017"}, "patches": {"side_px": 512}})",
                         R"({"frozen": {"preset": "frozen"}, "full": {}})", "{}");
  EXPECT_EQ(resolve(row, kFrozen).skipped,
            "araujo2017 begins from nothing, which needs a budget that trains every stage");
  Choices full = kFrozen;
  full.budget = Budget::full;
  EXPECT_EQ(resolve(row, full).skipped, "");
}

TEST(Experiment, IsJudgedByTreesThatHaveSettings) {
  Row row = row_of(R"({"krem": {"views": 3}})",
                   R"({"frozen": {"preset": "frozen", "regions_per_view": 2}, "full": {}})",
                   R"({"krem": {"regions_per_view": 4}})");
  EXPECT_EQ(resolve(row, kFrozen).judge(), Judge::fdnet);
  row.trees = Json::parse(R"({"rounds": 7, "recolouring": {"colourings": 6}})");
  const Experiment experiment = resolve(row, kFrozen);
  EXPECT_EQ(experiment.judge(), Judge::trees);
  EXPECT_EQ(experiment.trees->rounds, 7);
  EXPECT_EQ(experiment.trees->recolouring.colourings, 6);
  EXPECT_EQ(experiment.trees->pool_exponent, 3) << "the default, Rakhlin's";
}

TEST(Experiment, RefusesTreesThatCanNotHaveWhatTheirRowSays) {
  const auto fault_of = [](const std::string& trees, Budget budget) -> std::string {
    Row row =
        row_of(R"({"krem": {"views": 3, "regions_per_view": 2}})",
               R"({"frozen": {"preset": "frozen", "regions_per_view": 2}, "full": {}})", "{}");
    row.trees = Json::parse(trees);
    Choices choices = kFrozen;
    choices.budget = budget;
    try {
      resolve(row, choices);
    } catch (const InputError& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(fault_of(R"({"recolouring": {"colourings": 4}})", Budget::frozen),
            "row.json: trees.recolouring.colourings: 4 can't share out 6 windows of an image");
  EXPECT_EQ(fault_of(R"({"recolouring": {"colourings": 2}})", Budget::full),
            "row.json: trees: classify frozen encodings, the recipe trains encoders");
  EXPECT_EQ(fault_of(R"({"depths": 2})", Budget::frozen),
            "row.json: trees: unknown setting \"depths\"");
  EXPECT_EQ(fault_of(R"({"depth": 0})", Budget::frozen),
            "row.json: trees.depth: 0 is not between 1.0 and 30.0");
  EXPECT_EQ(fault_of(R"({"recolouring": {"stain_gain": 1}})", Budget::frozen),
            "row.json: trees.recolouring.stain_gain: 1 is not between 0.0 and 0.9");
}

TEST(Experiment, OfMembersHasThemAndIsSkippedWithOneOfThem) {
  Row one = row_of("{}", R"({"frozen": {"preset": "frozen"}})", "{}");
  Row other = one, both = one;
  one.name = "one";
  other.name = "other";
  other.model = Json::parse(R"({"pfenet": {"backbone": "vgg16"}})");
  both.training = Json::object();
  both.members = {"one", "other"};
  Choices choices = kFrozen;
  choices.weights.insert(pfenet::Backbone::vgg16);
  const auto all = resolve(std::vector{both, one, other}, choices);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].judge(), Judge::members);
  EXPECT_EQ(all[0].skipped, "");
  ASSERT_EQ(all[0].members.size(), 2U);
  EXPECT_EQ(all[0].members[1].model.pfenet.backbone, pfenet::Backbone::vgg16);
  EXPECT_EQ(resolve(std::vector{one, other, both}, kFrozen)[2].skipped,
            "member other: no pre-trained weights for vgg16 (--weights)");
  EXPECT_THROW(resolve(std::vector{one, both}, choices), std::invalid_argument);
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
