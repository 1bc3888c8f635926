#include "msmv/report/evaluation_json.h"

namespace msmv::report {
namespace {

Json optional(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// null where so few images give it no width.
Json interval(const metrics::Interval& limits) {
  return limits.low < limits.high ? Json{limits.low, limits.high} : Json(nullptr);
}

// {"truth": {"answer": cases}}, with "no_class" where there are any.
Json confusion(const metrics::Confusion& counts, const ClassNames& classes) {
  Json out = Json::object();
  for (std::size_t truth = 0; truth < classes.size(); ++truth) {
    for (std::size_t answer = 0; answer < classes.size(); ++answer) {
      out[classes[truth]][classes[answer]] = counts.at(truth, answer);
    }
    if (counts.unanswered() > 0) {
      out[classes[truth]]["no_class"] = counts.at(truth, classes.size());
    }
  }
  return out;
}

Json class_figures(const Evaluation& evaluation) {
  Json out = Json::object();
  for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
    const metrics::ClassFigures figures = metrics::figures_of(evaluation.images, i);
    out[evaluation.classes[i]] = {{"images", evaluation.images.of_class(i)},
                                  {"tp", figures.tp},
                                  {"tn", figures.tn},
                                  {"fp", figures.fp},
                                  {"fn", figures.fn},
                                  {"accuracy", figures.accuracy},
                                  {"precision", optional(figures.precision)},
                                  {"recall", optional(figures.recall)},
                                  {"f1", optional(figures.f1)}};
    if (!evaluation.auroc.empty()) {
      out[evaluation.classes[i]]["auroc"] = optional(evaluation.auroc[i]);
    }
  }
  return out;
}

Json reliability(const Reliability& measured) {
  Json bins = Json::array();
  for (const metrics::ReliabilityBin& bin : measured.bins) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"images", bin.cases},
                    {"right", bin.right},
                    {"mean_confidence", bin.mean_confidence}});
  }
  return {{"expected_calibration_error", measured.error},
          {"negative_log_likelihood", measured.negative_log_likelihood},
          {"bins", bins}};
}

Json calibration(const Calibration& measured) {
  return {{"images", measured.cases},
          {"temperature", measured.temperature},
          {"temperature_from", !measured.is_fitted_here ? "given"
                               : measured.is_by_model
                                   ? "these images; `tempered` is crosswise by model"
                                   : "these images; `tempered` is crosswise in five parts"},
          {"as_given", reliability(measured.as_given)},
          {"tempered", reliability(measured.tempered)}};
}

Json referral(const std::vector<metrics::ReferralPoint>& points) {
  Json out = Json::array();
  for (const metrics::ReferralPoint& point : points) {
    out.push_back({{"referred", point.referred},
                   {"kept", point.kept},
                   {"kept_right", point.kept_right},
                   {"least_confidence", point.least_confidence}});
  }
  return out;
}

Json agreement(const std::vector<Agreement>& groups) {
  Json out = Json::array();
  for (const Agreement& group : groups) {
    out.push_back({{"votes", group.votes},
                   {"voters", group.voters},
                   {"images", group.cases},
                   {"right", group.right}});
  }
  return out;
}

}  // namespace

Json to_json(const Evaluation& evaluation) {
  Json out = {{"data", evaluation.data},
              {"predictions", evaluation.predictions},
              {"model", evaluation.model},
              {"split", {{"name", evaluation.split_name}, {"sentence", evaluation.split_sentence}}},
              {"config", msmv::to_json(evaluation.config)},
              {"images", evaluation.images.total()},
              {"right", evaluation.images.right()},
              {"failed", evaluation.images.unanswered() - unfit_among(evaluation.cases)},
              {"unfit", unfit_among(evaluation.cases)},
              {"accuracy", evaluation.averages.accuracy},
              {"accuracy_interval_95_wilson", interval(evaluation.accuracy_interval)},
              {"balanced_accuracy", evaluation.averages.balanced_accuracy},
              {"balanced_accuracy_interval_95_bootstrap", interval(evaluation.balanced_interval)},
              {"macro_precision", evaluation.averages.precision},
              {"macro_recall", evaluation.averages.recall},
              {"macro_f1", evaluation.averages.f1},
              {"classes", class_figures(evaluation)},
              {"confusion", confusion(evaluation.images, evaluation.classes)}};
  if (evaluation.by_patient) {
    const auto& [intervals, known, images_without] = *evaluation.by_patient;
    out["by_patient"] = {
        {"patients", known},
        {"images_without_patient", images_without},
        {"accuracy_interval_95_bootstrap", interval(intervals.accuracy)},
        {"balanced_accuracy_interval_95_bootstrap", interval(intervals.balanced_accuracy)}};
  }
  if (evaluation.seen) {
    out["seen_in_training"] = {{"learnt_from", evaluation.seen->learnt_from},
                               {"chosen_on", evaluation.seen->chosen_on},
                               {"by_pixels", evaluation.seen->by_pixels},
                               {"near_copies", evaluation.seen->near_copies},
                               {"model_names_pixels", evaluation.seen->has_marks},
                               {"model_names_all", evaluation.seen->is_complete}};
  }
  if (evaluation.voters) {
    out["patch_level"] = {{"voters", evaluation.voters->total()},
                          {"right", evaluation.voters->right()},
                          {"accuracy", metrics::averages(*evaluation.voters).accuracy},
                          {"confusion", confusion(*evaluation.voters, evaluation.classes)}};
    out["agreement"] = agreement(evaluation.agreement);
  }
  if (evaluation.calibration) {
    out["calibration"] = calibration(*evaluation.calibration);
  }
  if (!evaluation.referral.empty()) {
    out["referral"] = referral(evaluation.referral);
    const auto* enough = metrics::fewest_referred(evaluation.referral, kShareRightWanted);
    out["referred_for_90_percent_right"] =
        enough == nullptr ? Json(nullptr) : Json(enough->referred);
  }
  return out;
}

Json to_json(const PairedComparison& comparison) {
  return {{"data", comparison.data},
          {"split", comparison.split_sentence},
          {"first", comparison.first},
          {"second", comparison.second},
          {"images", comparison.cases},
          {"both_right", comparison.result.both_right},
          {"only_first_right", comparison.result.only_first_right},
          {"only_second_right", comparison.result.only_second_right},
          {"both_wrong", comparison.result.both_wrong},
          {"mcnemar_exact_p", comparison.result.p_value}};
}

}  // namespace msmv::report
