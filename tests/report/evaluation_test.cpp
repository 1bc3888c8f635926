#include "msmv/report/evaluation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "msmv/config/json.h"
#include "msmv/report/evaluation_json.h"
#include "msmv/report/evaluation_markdown.h"
#include "report/example_predictions.h"

namespace msmv::report {
namespace {

using testing::example;
using testing::Example;

Evaluation evaluated(const Example& given, const EvaluationConfig& config = {}) {
  return evaluate(given.selection, given.predictions, config);
}

TEST(Evaluation, CountsAFailedImageAsWrong) {
  const Evaluation result = evaluated(example());
  EXPECT_EQ(result.images.counts, (std::vector<std::int64_t>{3, 1, 0, 0, 3, 1}));
  EXPECT_DOUBLE_EQ(result.averages.accuracy, 6.0 / 8);
  EXPECT_DOUBLE_EQ(result.averages.balanced_accuracy, (3.0 / 4 + 3.0 / 4) / 2);
  EXPECT_DOUBLE_EQ(result.accuracy_interval.low, metrics::wilson(6, 8).low);
  EXPECT_LE(result.balanced_interval.low, 0.75);
  EXPECT_GE(result.balanced_interval.high, 0.75);
}

// Class A: 4 + 4 + 3 + 1 of 16 voters; class B, without the failed image: 4 + 3 + 4 of 12.
TEST(Evaluation, PatchLevelJudgesEachVoter) {
  const Evaluation result = evaluated(example());
  EXPECT_EQ(result.voters->counts, (std::vector<std::int64_t>{12, 4, 0, 1, 11, 0}));
}

TEST(Evaluation, AgreementGroupsImagesByTheVotersForTheClassNamed) {
  const Evaluation result = evaluated(example());
  ASSERT_EQ(result.agreement.size(), 2U);
  EXPECT_EQ(result.agreement[0].votes, 4);
  EXPECT_EQ(result.agreement[0].cases, 4U);
  EXPECT_EQ(result.agreement[0].right, 4U);
  EXPECT_EQ(result.agreement[1].votes, 3);
  EXPECT_EQ(result.agreement[1].cases, 3U);
  EXPECT_EQ(result.agreement[1].right, 2U);
}

TEST(Evaluation, SaysTheWorstOfWhatTheModelHasSeen) {
  Evaluation result = evaluated(example());
  EXPECT_EQ(seen_text(result), "");
  result.seen = Seen{};
  EXPECT_EQ(seen_text(result), "the model has seen none of these images in its training");
  result.seen->is_complete = false;
  EXPECT_EQ(seen_text(result),
            "the model does not name the images that it was trained on: these may be among them");
  result.seen->chosen_on = 8;
  EXPECT_EQ(seen_text(result),
            "the model's epoch was chosen on 8 of these 8 images: the figures are optimistically "
            "biased");
  result.seen->learnt_from = 1;
  EXPECT_EQ(
      seen_text(result),
      "the model was trained on 1 of these 8 images: the figures don't say how it does on new "
      "ones");
  result.seen->learnt_from = 5;
  result.seen->by_pixels = 3;
  result.seen->near_copies = 1;
  EXPECT_EQ(seen_text(result),
            "the model was trained on 5 of these 8 images (3 saved in another format, 1 as near "
            "copies, through JPEG or resized): the figures don't say how it does on new ones");
  result.seen = Seen{.has_marks = false};
  EXPECT_EQ(seen_text(result),
            "none of these files was in the model's training; it names no pixels, so copies in "
            "another format would not be noticed");
}

// Scores of A: 0.9 0.9 0.6 0.4 against 0.1 0.4 0.2; of the 12 pairs one, 0.4 and 0.4, is even.
TEST(Evaluation, AurocIsOfOneClassAgainstTheRest) {
  const Evaluation result = evaluated(example());
  ASSERT_EQ(result.auroc.size(), 2U);
  EXPECT_DOUBLE_EQ(*result.auroc[0], 11.5 / 12);
  EXPECT_NEAR(*result.auroc[1], 11.5 / 12, 1e-12);
}

// Bins of a tenth: 0.6 three times, two right; 0.8 once, right; 0.9 three times, all right.
TEST(Evaluation, CalibrationIsOfTheSevenThatWereAnswered) {
  const Calibration calibration = evaluated(example()).calibration.value();
  EXPECT_EQ(calibration.cases, 7U);
  EXPECT_NEAR(calibration.as_given.error,
              (std::abs(2 - 3 * 0.6) + std::abs(1 - 0.8) + std::abs(3 - 3 * 0.9)) / 7, 1e-6);
  EXPECT_TRUE(calibration.is_fitted_here);
}

TEST(Evaluation, AGivenTemperatureIsAppliedToAll) {
  const Calibration calibration = evaluated(example(), {.temperature = 2}).calibration.value();
  EXPECT_FALSE(calibration.is_fitted_here);
  EXPECT_EQ(calibration.temperature, 2);
  // 0.8 and 0.2 at temperature 2: odds of 4 become 2, so 0.8 becomes 2/3.
  double seen = 0;
  for (const metrics::ReliabilityBin& bin : calibration.tempered.bins) {
    seen = std::abs(bin.mean_confidence - 2.0 / 3) < 1e-6 ? 1 : seen;
  }
  EXPECT_EQ(seen, 1);
}

// Always 0.9 sure and right in 16 of 20, evenly spread: every four fifths have the temperature
// log(9) / log(4), at which confidence is 0.8 and the error nothing.
TEST(Evaluation, TheTemperatureOfEachFifthComesFromTheOthers) {
  Example given{{{"d.csv", {"A", "B"}, {}}, "all", ""}, {"p.csv", {"A", "B"}, {}}};
  for (std::size_t i = 0; i < 25; ++i) {
    const std::string file = std::to_string(i);
    given.selection.dataset.samples.push_back({file, file, i / 5 == 4 ? 1U : 0U});
    Prediction prediction;
    prediction.file = file;
    prediction.diagnosis.scores = {0.9F, 0.1F};
    given.predictions.predictions.push_back(prediction);
  }
  const Calibration calibration = evaluated(given).calibration.value();
  EXPECT_NEAR(calibration.temperature, std::log(9.0) / std::log(4.0), 1e-4);
  EXPECT_NEAR(calibration.as_given.error, 0.1, 1e-6);
  EXPECT_NEAR(calibration.tempered.error, 0, 1e-4);
}

// Of one fold's model 0.9 is right in 4 of 5, of the other's always: each gets the other's
// temperature. Taken by fifths, both would get nearly the same.
TEST(Evaluation, TheTemperatureOfEachFoldComesFromTheOthers) {
  Example given{{{"d.csv", {"A", "B"}, {}}, "all", ""}, {"p.csv", {"A", "B"}, {}}};
  for (std::size_t i = 0; i < 20; ++i) {
    const std::string file = std::to_string(i);
    const bool is_second = i >= 10;
    given.selection.dataset.samples.push_back({file, file, !is_second && i % 5 == 4 ? 1U : 0U});
    Prediction prediction;
    prediction.file = file;
    prediction.model = is_second ? "row/fold_2" : "row/fold_1";
    prediction.diagnosis.scores = {0.9F, 0.1F};
    given.predictions.predictions.push_back(prediction);
  }
  const Evaluation result = evaluated(given);
  const Calibration& calibration = result.calibration.value();
  ASSERT_TRUE(calibration.is_by_model);
  // The second fold's ten at the first's temperature: 0.8 sure, all right. The first's ten at the
  // least temperature: certain, 8 right.
  const auto& bins = calibration.tempered.bins;
  EXPECT_EQ(bins.back().cases, 10U);
  EXPECT_EQ(bins.back().right, 8U);
  EXPECT_NEAR(bins.back().mean_confidence, 1, 1e-6);
  EXPECT_NE(to_markdown(result).find("each model's images at the temperature of the others"),
            std::string::npos);
  EXPECT_EQ(to_json(result).at("calibration").at("temperature_from"),
            "these images; `tempered` is crosswise by model");
}

TEST(Evaluation, AFailedImageIsReferredFirst) {
  const Evaluation result = evaluated(example());
  ASSERT_EQ(result.referral.size(), 4U);  // failed, 0.6, 0.8, 0.9
  EXPECT_EQ(result.referral[0].kept, 8U);
  EXPECT_EQ(result.referral[1].kept, 7U);
  EXPECT_EQ(result.referral[1].kept_right, 6U);
  EXPECT_EQ(result.referral[3].kept, 3U);
}

TEST(Evaluation, IntervalsAreByPatientWhereAnyIsKnown) {
  Example given = example();
  EXPECT_FALSE(evaluated(given).by_patient);
  given.selection.dataset.samples[0].patient = "p";
  given.selection.dataset.samples[1].patient = "p";
  const Evaluation result = evaluated(given);
  ASSERT_TRUE(result.by_patient);
  EXPECT_EQ(result.by_patient->known, 1U);
  EXPECT_EQ(result.by_patient->images_without, 6U);
  EXPECT_EQ(result.by_patient->intervals.clusters, 7U);  // of eight images two are one patient's
  const Json json = to_json(result);
  EXPECT_EQ(json.at("by_patient").at("patients"), 1);
  EXPECT_LT(json.at("by_patient").at("accuracy_interval_95_bootstrap").at(0), 0.75);
  EXPECT_NE(to_markdown(result).find("By patient (whole patients drawn again, 1 known, 6 images "
                                     "of unknown ones"),
            std::string::npos);
}

// Of the eight six are right; the failed one goes first, and 6 of 7 are less than 0.9.
TEST(Evaluation, SaysHowManyMustBeReferred) {
  const Evaluation result = evaluated(example());
  const Json json = to_json(result);
  EXPECT_EQ(json.at("referred_for_90_percent_right"), 4);
  EXPECT_NE(to_markdown(result).find("For 90.0 % of the rest to be right, 4 of 8 (50.0 %) must be "
                                     "referred on these images."),
            std::string::npos);
}

TEST(Evaluation, WithoutScoresThereIsNoCalibration) {
  Example given = example();
  for (Prediction& prediction : given.predictions.predictions) {
    prediction.diagnosis.scores.clear();
    prediction.diagnosis.votes.clear();
  }
  const Evaluation result = evaluated(given);
  EXPECT_EQ(result.images.right(), 6);
  EXPECT_FALSE(result.calibration);
  EXPECT_FALSE(result.voters);
  EXPECT_TRUE(result.auroc.empty());
  EXPECT_TRUE(result.referral.empty());
}

TEST(Evaluation, ComparesTwoFilesOnTheSameImages) {
  Example given = example();
  PredictionTable second = given.predictions;
  second.predictions[3].diagnosis.label = 0;  // a4: now right
  second.predictions[0].diagnosis.label = 1;  // a1 and a2: now wrong
  second.predictions[1].diagnosis.label = 1;
  const PairedComparison result = compare(given.selection, given.predictions, second);
  EXPECT_EQ(result.cases, 8U);
  EXPECT_EQ(result.result.only_first_right, 2);
  EXPECT_EQ(result.result.only_second_right, 1);
  EXPECT_EQ(result.result.both_right, 4);
  EXPECT_EQ(result.result.both_wrong, 1);
  EXPECT_EQ(result.result.p_value, 1);  // 2 * (1 + 3) / 8
}

TEST(EvaluationConfig, ReadsBackFromItsJson) {
  const EvaluationConfig config{.calibration_bins = 15, .temperature = 1.5, .seed = 3};
  EvaluationConfig read;
  from_json(msmv::to_json(config), read);
  EXPECT_EQ(msmv::to_json(read), msmv::to_json(config));
}

}  // namespace
}  // namespace msmv::report
