#include "msmv/report/evaluation_markdown.h"

#include <gtest/gtest.h>

#include "report/example_predictions.h"

namespace msmv::report {
namespace {

bool has(const std::string& page, const std::string& line) {
  return page.find(line) != std::string::npos;
}

TEST(EvaluationMarkdown, TheFirstFigureIsTheAccuracyWithAllThatBelongsToIt) {
  const auto given = testing::example();
  const std::string page = to_markdown(evaluate(given.selection, given.predictions, {}));
  EXPECT_TRUE(page.starts_with(
      "# Evaluation\n\n**6 of 8 right: 75.0 % (95 % interval 40.9 to 92.9 %)**; 1 failed, counted "
      "as wrong.\n\n- Images: part val of split column.\n"));
}

TEST(EvaluationMarkdown, TellsWhatTheModelHasSeen) {
  const auto given = testing::example();
  Evaluation evaluation = evaluate(given.selection, given.predictions, {});
  EXPECT_FALSE(has(to_markdown(evaluation), "Seen before"));
  evaluation.seen = Seen{.learnt_from = 2};
  EXPECT_TRUE(
      has(to_markdown(evaluation),
          "\n- Seen before: the model was trained on 2 of these 8 images: the figures don't "
          "say how it does on new ones.\n"));
}

TEST(EvaluationMarkdown, HasARowAClassAndAWrongImage) {
  auto given = testing::example();
  given.selection.dataset.classes[1] = given.predictions.classes[1] = "B|b";
  const std::string page = to_markdown(evaluate(given.selection, given.predictions, {}));
  EXPECT_TRUE(has(page, "| A | 4 | 3 | 4 | 0 | 1 | 100.0 % | 75.0 % | 85.7 % | 0.958 |\n"));
  EXPECT_TRUE(has(page, "| B\\|b | 0 | 3 | 1 |\n"));  // confusion, with the failed one
  EXPECT_TRUE(has(page, "| a4.png | A | B\\|b | 0.600 | 3 |\n"));
  EXPECT_TRUE(has(page, "| b2.png | B\\|b | failed: is truncated | - | - |\n"));
  EXPECT_TRUE(has(page, "| 3 of 4 | 3 | 2 of 3 (66.7 %) |\n"));
  EXPECT_TRUE(has(page, "| 1 of 8 (12.5 %) | 6 of 7 (85.7 %) | 48.7 to 97.4 % | 0.600 |\n"));
}

TEST(EvaluationMarkdown, OfAComparisonSaysWhoIsRightWhereTheOtherIsNot) {
  const auto given = testing::example();
  PredictionTable second = given.predictions;
  second.path = "q.csv";
  second.predictions[3].diagnosis.label = 0;
  EXPECT_EQ(to_text(compare(given.selection, given.predictions, second)),
            "images: part val of split column\n"
            "A p.csv: 6 of 8 right: 75.0 % (95 % interval 40.9 to 92.9 %)\n"
            "B q.csv: 7 of 8 right: 87.5 % (95 % interval 52.9 to 97.8 %)\n"
            "both right 6, only A 0, only B 1, both wrong 1\n"
            "McNemar's exact test: p = 1.0000\n");
}

}  // namespace
}  // namespace msmv::report
