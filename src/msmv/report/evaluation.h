#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/dataset/split.h"
#include "msmv/metrics/calibration.h"
#include "msmv/metrics/confusion.h"
#include "msmv/metrics/intervals.h"
#include "msmv/metrics/mcnemar.h"
#include "msmv/metrics/referral.h"
#include "msmv/report/cases.h"
#include "msmv/report/prediction.h"
#include "msmv/values/seed.h"

namespace msmv::report {

struct EvaluationConfig {
  int calibration_bins = 10;
  double temperature = 0;
  int bootstrap_draws = 10'000;
  Seed seed = 1;
};

template <RefTo<EvaluationConfig> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("calibration_bins", c.calibration_bins, "bins of equal width of the reliability diagram",
        between(2, 100));
  field("temperature", c.temperature,
        "temperature of the scores, as fitted elsewhere; 0: fitted here, crosswise",
        between(0, 20));
  field("bootstrap_draws", c.bootstrap_draws, "draws for the interval of the balanced accuracy",
        between(40, 1e6));
  field("seed", c.seed, "of these draws", between(0, 9e15));
}

// How far confidence, the score of the class that is named, is the chance to be right.
struct Reliability {
  std::vector<metrics::ReliabilityBin> bins;
  double error = 0;  // expected calibration error
  double negative_log_likelihood = 0;
};
struct Calibration {
  std::size_t cases = 0;
  double temperature = 1;
  // `tempered` is then crosswise: each part at the temperature that fits the others. Where several
  // models judged the images, as in cross-validation, the part of a model is what it judged; else
  // every fifth image.
  bool is_fitted_here = false;
  bool is_by_model = false;
  Reliability as_given, tempered;
};

// Images of which the same share of voters named the class.
struct Agreement {
  int votes = 0, voters = 0;
  std::size_t cases = 0, right = 0;
};

// Of what is kept when the least sure images are referred to a human.
inline constexpr double kShareRightWanted = 0.9;

// How many of the images the model has seen in its training, in whatever form.
struct Seen {
  std::size_t learnt_from = 0, chosen_on = 0;
  std::size_t by_pixels = 0;    // of these: other files with the same pixels
  std::size_t near_copies = 0;  // of these: near copies, through JPEG or resized
  bool is_complete = true;      // false: the model does not name all that it was trained on
  bool has_marks = true;        // false: it names its images by their files alone
};

// Intervals by patient, an image without a known one counting as a patient of its own.
struct ByPatient {
  metrics::ClusterIntervals intervals;
  std::size_t known = 0, images_without = 0;  // patients named, images of unknown ones
};

struct Evaluation {
  std::string data, predictions, model;  // where they come from; model: its id, or those of several
  std::string split_name, split_sentence;
  std::optional<Seen> seen;  // none: predictions that were read, whose model is not at hand
  EvaluationConfig config;
  ClassNames classes;
  std::vector<Case> cases;
  metrics::Confusion images{0};
  metrics::Averages averages;
  metrics::Interval accuracy_interval, balanced_interval;
  std::optional<ByPatient> by_patient;       // none where no patient is known
  std::optional<metrics::Confusion> voters;  // the paper's patch level: each voter by itself
  std::vector<std::optional<double>> auroc;  // by class, of the cases with scores; empty without
  std::optional<Calibration> calibration;    // likewise
  std::vector<metrics::ReferralPoint> referral;  // cases without an answer are referred first
  std::vector<Agreement> agreement;              // most agreement first
};

// Judges predictions on a selection of a data set, matched as cases.h says. Throws InputError as it
// does, std::invalid_argument when the predictions' classes are not the data set's.
Evaluation evaluate(const dataset::Selection& selection, const PredictionTable& predictions,
                    const EvaluationConfig& config);

// "the model was trained on 218 of these 268 images: ...", "" where nothing is known of it.
std::string seen_text(const Evaluation& evaluation);
std::string seen_text(const Seen& seen, std::size_t images);

// Two prediction files on the same images, by McNemar's test.
struct PairedComparison {
  std::string data, first, second, split_sentence;
  std::size_t cases = 0;
  metrics::Comparison result;
};
PairedComparison compare(const dataset::Selection& selection, const PredictionTable& first,
                         const PredictionTable& second);

}  // namespace msmv::report
