#include "msmv/report/evaluation.h"

#include <algorithm>
#include <map>
#include <set>

#include "msmv/metrics/auroc.h"

namespace msmv::report {
namespace {

constexpr std::size_t kCrossParts = 5;
metrics::Confusion confusion_of(const std::vector<Case>& cases, std::size_t classes) {
  metrics::Confusion result(classes);
  for (const Case& one : cases) {
    ++result.at(one.truth, one.answer.value_or(classes));
  }
  return result;
}

std::optional<metrics::Confusion> voters_of(const std::vector<Case>& cases, std::size_t classes) {
  metrics::Confusion result(classes);
  for (const Case& one : cases) {
    for (std::size_t i = 0; i < one.votes.size(); ++i) {
      result.at(one.truth, i) += one.votes[i];
    }
  }
  return result.total() > 0 ? std::optional(result) : std::nullopt;
}

double confidence_of(const Case& one, const ClassScores& scores) {
  return std::clamp<double>(scores.at(*one.answer), 0, 1);
}

Reliability reliability_of(const std::vector<const Case*>& cases,
                           const std::vector<ClassScores>& scores, std::size_t bins) {
  std::vector<double> confidences;
  std::vector<bool> right;
  std::vector<std::size_t> truth;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    confidences.push_back(confidence_of(*cases[i], scores[i]));
    right.push_back(cases[i]->is_right());
    truth.push_back(cases[i]->truth);
  }
  Reliability result;
  result.bins = metrics::reliability(confidences, right, bins);
  result.error = metrics::expected_calibration_error(result.bins);
  result.negative_log_likelihood = metrics::negative_log_likelihood(scores, truth, 1);
  return result;
}

// Cases in parts, each of which gets the temperature that fits the others.
struct Parts {
  std::vector<std::size_t> of;  // the part of each case
  std::size_t count = 0;
  bool is_by_model = false;
};

Parts parts_of(const std::vector<const Case*>& cases) {
  std::map<std::string, std::size_t> models;
  Parts by_model{.is_by_model = true}, by_number{.count = kCrossParts};
  for (const Case* one : cases) {
    by_model.of.push_back(models.emplace(one->model, models.size()).first->second);
    by_number.of.push_back(by_number.of.size() % kCrossParts);
  }
  by_model.count = models.size();
  return by_model.count > 1 && !models.contains("") ? by_model : by_number;
}

// The temperature that fits the cases outside of a part.
double temperature_without(const std::vector<const Case*>& cases, const Parts& parts,
                           std::size_t left_out) {
  std::vector<ClassScores> scores;
  std::vector<std::size_t> truth;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (parts.of[i] != left_out) {
      scores.push_back(cases[i]->scores);
      truth.push_back(cases[i]->truth);
    }
  }
  return metrics::fit_temperature(scores, truth);
}

std::optional<Calibration> calibration_of(const std::vector<const Case*>& cases,
                                          const EvaluationConfig& config) {
  if (cases.size() < kCrossParts) {
    return std::nullopt;
  }
  const auto bins = static_cast<std::size_t>(config.calibration_bins);
  Calibration result;
  result.cases = cases.size();
  const Parts parts = parts_of(cases);
  result.is_fitted_here = config.temperature == 0;
  result.is_by_model = parts.is_by_model;
  result.temperature =
      result.is_fitted_here ? temperature_without(cases, parts, parts.count) : config.temperature;
  std::vector<double> temperatures;
  for (std::size_t part = 0; part < parts.count; ++part) {
    temperatures.push_back(result.is_fitted_here ? temperature_without(cases, parts, part)
                                                 : config.temperature);
  }
  std::vector<ClassScores> given, tempered;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    given.push_back(cases[i]->scores);
    tempered.push_back(at_temperature(given.back(), temperatures[parts.of[i]]));
  }
  result.as_given = reliability_of(cases, given, bins);
  result.tempered = reliability_of(cases, tempered, bins);
  return result;
}

std::vector<std::optional<double>> auroc_of(const std::vector<const Case*>& cases,
                                            std::size_t classes) {
  std::vector<std::optional<double>> areas;
  for (std::size_t which = 0; which < classes && !cases.empty(); ++which) {
    std::vector<float> scores;
    std::vector<bool> is_of_class;
    for (const Case* one : cases) {
      scores.push_back(one->scores.at(which));
      is_of_class.push_back(one->truth == which);
    }
    areas.push_back(metrics::auroc(scores, is_of_class));
  }
  return areas;
}

std::vector<metrics::ReferralPoint> referral_of(const std::vector<Case>& cases) {
  std::vector<double> confidences;
  std::vector<bool> right;
  for (const Case& one : cases) {
    confidences.push_back(one.answer ? confidence_of(one, one.scores) : 0);
    right.push_back(one.is_right());
  }
  return metrics::referral_curve(confidences, right);
}

std::vector<Agreement> agreement_of(const std::vector<Case>& cases) {
  std::map<std::pair<int, int>, Agreement> groups;
  for (const Case& one : cases) {
    if (!one.answer || one.votes.empty()) {
      continue;
    }
    int voters = 0;
    for (const int votes : one.votes) {
      voters += votes;
    }
    Agreement& group = groups[{-voters, -one.votes.at(*one.answer)}];
    group.votes = one.votes.at(*one.answer);
    group.voters = voters;
    ++group.cases;
    group.right += one.is_right() ? 1 : 0;
  }
  std::vector<Agreement> sorted;
  for (const auto& [key, group] : groups) {
    sorted.push_back(group);
  }
  return sorted;
}

std::string models_of(const PredictionTable& table) {
  std::set<std::string> ids;
  for (const Prediction& prediction : table.predictions) {
    ids.insert(prediction.model);
  }
  ids.erase("");
  std::string joined;
  for (const std::string& id : ids) {
    joined += (joined.empty() ? "" : ", ") + id;
  }
  return joined;
}

std::optional<ByPatient> by_patient(const std::vector<Case>& cases, std::size_t classes,
                                    const EvaluationConfig& config) {
  std::map<std::string, std::size_t> numbers;
  std::size_t next = 0, unknown = 0;
  std::vector<metrics::ClusteredCase> clustered;
  for (const Case& one : cases) {
    std::size_t number = next;
    if (one.patient.empty()) {
      ++unknown;
    } else {
      number = numbers.emplace(one.patient, next).first->second;
    }
    next += number == next ? 1 : 0;
    clustered.push_back({number, one.truth, one.is_right()});
  }
  if (numbers.empty()) {
    return std::nullopt;
  }
  return ByPatient{metrics::cluster_intervals(
                       clustered, classes, {.draws = config.bootstrap_draws, .seed = config.seed}),
                   numbers.size(), unknown};
}

std::vector<bool> right_of(const std::vector<Case>& cases) {
  std::vector<bool> right;
  for (const Case& one : cases) {
    right.push_back(one.is_right());
  }
  return right;
}

}  // namespace

Evaluation evaluate(const dataset::Selection& selection, const PredictionTable& predictions,
                    const EvaluationConfig& config) {
  Evaluation result;
  result.data = selection.dataset.source.string();
  result.predictions = predictions.path.string();
  result.model = models_of(predictions);
  result.split_name = selection.name;
  result.split_sentence = selection.sentence;
  result.config = config;
  result.classes = predictions.classes;
  result.cases = match(selection, predictions);
  const std::size_t classes = result.classes.size();
  result.images = confusion_of(result.cases, classes);
  result.averages = metrics::averages(result.images);
  result.accuracy_interval = metrics::wilson(result.images.right(), result.images.total());
  result.balanced_interval = metrics::balanced_accuracy_interval(
      result.images, {.draws = config.bootstrap_draws, .seed = config.seed});
  result.by_patient = by_patient(result.cases, classes, config);
  result.voters = voters_of(result.cases, classes);
  result.agreement = agreement_of(result.cases);
  std::vector<const Case*> with_scores;
  std::size_t answered = 0;
  for (const Case& one : result.cases) {
    answered += one.answer ? 1 : 0;
    if (one.answer && !one.scores.empty()) {
      with_scores.push_back(&one);
    }
  }
  if (!with_scores.empty() && with_scores.size() == answered) {
    result.auroc = auroc_of(with_scores, classes);
    result.calibration = calibration_of(with_scores, config);
    result.referral = referral_of(result.cases);
  }
  return result;
}

std::string seen_text(const Evaluation& evaluation) {
  return evaluation.seen ? seen_text(*evaluation.seen, evaluation.cases.size()) : "";
}

std::string seen_text(const Seen& seen, std::size_t images) {
  std::string forms;
  if (seen.by_pixels > 0) {
    forms += std::to_string(seen.by_pixels) + " saved in another format";
  }
  if (seen.near_copies > 0) {
    forms += (forms.empty() ? "" : ", ") + std::to_string(seen.near_copies) +
             " as near copies, through JPEG or resized";
  }
  forms = forms.empty() ? "" : " (" + forms + ")";
  if (seen.learnt_from > 0) {
    return "the model was trained on " + std::to_string(seen.learnt_from) + " of these " +
           std::to_string(images) + " images" + forms +
           ": the figures don't say how it does on new ones";
  }
  if (seen.chosen_on > 0) {
    return "the model's epoch was chosen on " + std::to_string(seen.chosen_on) + " of these " +
           std::to_string(images) + " images" + forms + ": the figures are optimistically biased";
  }
  if (!seen.is_complete) {
    return "the model does not name the images that it was trained on: these may be among them";
  }
  return seen.has_marks
             ? "the model has seen none of these images in its training"
             : "none of these files was in the model's training; it names no pixels, so copies in "
               "another format would not be noticed";
}

PairedComparison compare(const dataset::Selection& selection, const PredictionTable& first,
                         const PredictionTable& second) {
  const std::vector<Case> of_first = match(selection, first), of_second = match(selection, second);
  return {selection.dataset.source.string(),
          first.path.string(),
          second.path.string(),
          selection.sentence,
          of_first.size(),
          metrics::mcnemar(right_of(of_first), right_of(of_second))};
}

}  // namespace msmv::report
