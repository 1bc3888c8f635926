#include "msmv/runs/temper_model.h"

#include <algorithm>
#include <cmath>

#include "msmv/model/model_file.h"
#include "msmv/runs/evaluate_model.h"
#include "msmv/runs/input_files.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::runs {
namespace {

constexpr double kSteps = 1000;  // of 1: more digits than the data give

report::Evaluation evaluated(const TemperModel& options, const ModelFile& model,
                             const Watch& watch) {
  EvaluateModel run{.data = options.data,
                    .split = options.split,
                    .predictions = options.predictions,
                    .config = {.bootstrap_draws = 40}};  // whose interval is not looked at
  run.data.classes = model.config.classes;
  report::Evaluation evaluation = evaluate_predictions(run, watch);
  if (!evaluation.calibration) {
    throw InputError(options.predictions,
                     "has no scores of at least five images: no temperature can be fitted");
  }
  // What `reproduce` writes names a row and its fold; a model's id has no such sign.
  if (!evaluation.model.empty() && evaluation.model != model.id &&
      evaluation.model.find('/') == std::string::npos) {
    say(watch, options.predictions,
        "is of another model than " + in_quotes(options.model.string()) +
            ": its scores are taken for those of temperature 1");
  }
  return evaluation;
}

Json how_it_fits(const report::Evaluation& evaluation) {
  const report::Calibration& fitted = *evaluation.calibration;
  return {{"images", fitted.cases},
          {"split", evaluation.split_sentence},
          {"of", evaluation.model},
          {"crosswise_by", fitted.is_by_model ? "model" : "fifths"},
          {"expected_calibration_error", {fitted.as_given.error, fitted.tempered.error}},
          {"negative_log_likelihood",
           {fitted.as_given.negative_log_likelihood, fitted.tempered.negative_log_likelihood}}};
}

}  // namespace

TemperedModel temper(const TemperModel& options, const Watch& watch) {
  require_other_than({options.model, options.predictions, options.data.data}, options.output);
  ModelFile model = model::read(options.model);
  TemperedModel made;
  Json provenance = {{"from", model.id}};
  if (options.temperature) {
    made.temperature = *options.temperature;
  } else {
    const report::Evaluation evaluation = evaluated(options, model, watch);
    made.calibration = evaluation.calibration;
    made.temperature = evaluation.calibration->temperature;
    if (evaluation.model == model.id) {
      made.temperature *= model.config.vote.temperature;
    }
    made.temperature = std::clamp(std::round(made.temperature * kSteps) / kSteps,
                                  vote::kLeastTemperature, vote::kMostTemperature);
    provenance["fitted_on"] = how_it_fits(evaluation);
  }
  model.config.vote.temperature = made.temperature;
  provenance["value"] = made.temperature;
  model.provenance["temperature"] = provenance;
  model::write_with_weights_of(options.model, options.output, model);
  made.id = model::read(options.output).id;
  return made;
}

}  // namespace msmv::runs
