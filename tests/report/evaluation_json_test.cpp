#include "msmv/report/evaluation_json.h"

#include <gtest/gtest.h>

#include "report/example_predictions.h"

namespace msmv::report {
namespace {

Json example_json() {
  const auto given = testing::example();
  return to_json(evaluate(given.selection, given.predictions, {}));
}

TEST(EvaluationJson, AnAccuracyComesWithItsCountIntervalAndSplit) {
  const Json json = example_json();
  EXPECT_EQ(json["right"], 6);
  EXPECT_EQ(json["images"], 8);
  EXPECT_EQ(json["failed"], 1);
  EXPECT_EQ(json["unfit"], 0);
  EXPECT_EQ(json["accuracy"], 0.75);
  EXPECT_EQ(json["accuracy_interval_95_wilson"].size(), 2U);
  EXPECT_EQ(json["split"]["name"], "column:val");
  EXPECT_EQ(json["split"]["sentence"], "part val of split column");
  EXPECT_EQ(json["model"], "m1");
  EXPECT_EQ(json["config"]["calibration_bins"], 10);
}

TEST(EvaluationJson, TellsWhatTheModelHasSeen) {
  const auto given = testing::example();
  Evaluation evaluation = evaluate(given.selection, given.predictions, {});
  EXPECT_FALSE(to_json(evaluation).contains("seen_in_training"));
  evaluation.seen = Seen{.learnt_from = 2, .chosen_on = 3, .is_complete = false};
  EXPECT_EQ(to_json(evaluation)["seen_in_training"],
            Json::parse(R"({"learnt_from":2,"chosen_on":3,"by_pixels":0,"near_copies":0,
                            "model_names_pixels":true,"model_names_all":false})"));
}

TEST(EvaluationJson, HasTheConfusionByNames) {
  const Json json = example_json();
  EXPECT_EQ(json["confusion"]["A"], Json::parse(R"({"A":3,"B":1,"no_class":0})"));
  EXPECT_EQ(json["patch_level"]["confusion"]["B"], Json::parse(R"({"A":1,"B":11})"));
  EXPECT_EQ(json["classes"]["B"]["fn"], 1);
  EXPECT_EQ(json["classes"]["B"]["images"], 4);
}

TEST(EvaluationJson, AFigureThatIsUndefinedIsNull) {
  auto given = testing::example();
  for (Prediction& prediction : given.predictions.predictions) {
    prediction.diagnosis.label = 0;
  }
  const Json json = to_json(evaluate(given.selection, given.predictions, {}));
  EXPECT_TRUE(json["classes"]["B"]["precision"].is_null());
}

TEST(EvaluationJson, OfAComparisonHasTheFourCountsAndP) {
  const auto given = testing::example();
  const Json json = to_json(compare(given.selection, given.predictions, given.predictions));
  EXPECT_EQ(json["both_right"], 6);
  EXPECT_EQ(json["both_wrong"], 2);
  EXPECT_EQ(json["mcnemar_exact_p"], 1.0);
}

}  // namespace
}  // namespace msmv::report
