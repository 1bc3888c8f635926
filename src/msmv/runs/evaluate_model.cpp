#include "msmv/runs/evaluate_model.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "msmv/classify/stream.h"
#include "msmv/model/seen_images.h"
#include "msmv/report/evaluation_files.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/runs/input_files.h"
#include "msmv/runs/prediction_of.h"
#include "msmv/runs/seen.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

// Classifies the images as `classify` would.
report::PredictionTable predicted(const EvaluateModel& options, const Model& model,
                                  const dataset::Selection& selection, const Watch& watch) {
  const auto& samples = selection.dataset.samples;
  report::PredictionTable table{
      .path = options.model_path, .classes = model.config.classes, .predictions = {}};
  const auto show_done = [&] {
    show(watch, {.what = "Classified",
                 .done = static_cast<std::int64_t>(table.predictions.size()),
                 .of = static_cast<std::int64_t>(samples.size())});
  };
  std::size_t next = 0;
  const auto next_picture = [&]() -> std::optional<PictureToClassify> {
    if (next == samples.size() || is_stopped(watch)) {
      return std::nullopt;
    }
    const dataset::Sample& sample = samples[next];
    return PictureToClassify{sample.path, sample.um_per_px, next++};
  };
  const auto take = [&](Classified&& classified) {
    const std::string& name = samples[classified.index].name;
    const std::string& fault =
        classified.fault.empty() ? classified.prepared.unfit : classified.fault;
    if (!fault.empty()) {
      say(watch, classified.path, fault);
    }
    table.predictions.push_back(prediction_of(classified, name, model));
    show_done();
    return !is_stopped(watch);
  };
  show_done();
  classify_stream(next_picture, take, model, options.reading);
  if (table.predictions.size() < samples.size()) {
    throw Interrupted("interrupted after " + std::to_string(table.predictions.size()) + " of " +
                      std::to_string(samples.size()) + " images; nothing was written");
  }
  return table;
}

// The data set by its names alone. Nothing that is read may be written.
dataset::Dataset named_data(const EvaluateModel& options, const LabelledData& data,
                            const Watch& watch) {
  dataset::Dataset named = read_data(data, Checked::names, options.reading, watch).dataset;
  if (!options.output.empty()) {
    InputFiles inputs = inputs_of(named);
    inputs.add(options.predictions);
    inputs.require_other(options.output / "images.csv");
  }
  return named;
}

void write(const EvaluateModel& options, const report::Evaluation& evaluation) {
  if (!options.output.empty()) {
    report::write_evaluation(options.output, evaluation);
  }
}

}  // namespace

report::Evaluation evaluate(const Model& model, const EvaluateModel& options, const Watch& watch) {
  LabelledData source = options.data;
  if (!source.classes.empty()) {
    throw InputError(
        "--classes goes with --predictions: a model has its own, and --map says "
        "which are meant");
  }
  source.classes = model.config.classes;
  Model accepting = model;
  accepting.config.fitness.refuse = model.config.fitness.refuse && !options.accept_unfit;
  // Before any picture is classified all are looked into, so that nothing is wrong with any.
  const CheckedData data = checked_split(source, named_data(options, source, watch), options.split,
                                         Checked::pixels, options.reading, watch);
  const dataset::Selection selection = dataset::select(data.dataset, options.split);
  report::Evaluation evaluation =
      report::evaluate(selection, predicted(options, accepting, selection, watch), options.config);
  evaluation.seen = seen_of(data, selection, model::seen_images(model.provenance));
  write(options, evaluation);
  return evaluation;
}

report::Evaluation evaluate_predictions(const EvaluateModel& options, const Watch& watch) {
  CheckedData data{named_data(options, options.data, watch), {}};
  if (!options.seen_by.empty() || dataset::needs_looks(options.split)) {
    data = checked_split(options.data, data.dataset, options.split, Checked::pixels,
                         options.reading, watch);
  }
  const dataset::Selection selection = dataset::select(data.dataset, options.split);
  report::Evaluation evaluation = report::evaluate(
      selection, report::read_predictions(options.predictions, data.dataset.classes),
      options.config);
  if (!options.seen_by.empty()) {
    evaluation.seen = seen_by(options.seen_by, data, selection);
  }
  write(options, evaluation);
  return evaluation;
}

}  // namespace msmv::runs
