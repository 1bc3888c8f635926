#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "config_options.h"
#include "data_options.h"
#include "input_files.h"
#include "interrupt.h"
#include "loading_options.h"
#include "msmv/classify/stream.h"
#include "msmv/model/seen_images.h"
#include "msmv/report/evaluation.h"
#include "msmv/report/evaluation_files.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/report/wording.h"
#include "msmv/values/errors.h"
#include "prediction_of.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"
#include "seen.h"

namespace msmv::app {
namespace {

struct EvaluateArguments {
  DataOptions data;
  std::string split = "all";
  std::filesystem::path predictions, model, output;
  std::vector<std::filesystem::path> seen_by;
  image::ReadOptions reading;
  LoadOptions loading;
  report::EvaluationConfig config;
  bool accept_unfit = false;
};

// What the model says of the images, as `classify` would.
report::PredictionTable predicted(const EvaluateArguments& arguments, const Model& model,
                                  const dataset::Selection& selection) {
  const auto& samples = selection.dataset.samples;
  report::PredictionTable table{
      .path = arguments.model, .classes = model.config.classes, .predictions = {}};
  Progress progress("Classified", static_cast<std::int64_t>(samples.size()));
  std::size_t next = 0;
  const auto next_picture = [&]() -> std::optional<PictureToClassify> {
    if (next == samples.size() || was_interrupted()) {
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
      progress.clear();
      say(classified.path, fault);
    }
    table.predictions.push_back(prediction_of(classified, name, model));
    progress.show(static_cast<std::int64_t>(table.predictions.size()));
    return !was_interrupted();
  };
  catch_interrupts();
  classify_stream(next_picture, take, model, arguments.reading);
  if (was_interrupted() && table.predictions.size() < samples.size()) {
    throw InputError("interrupted after " + std::to_string(table.predictions.size()) + " of " +
                     std::to_string(samples.size()) + " images; nothing was written");
  }
  return table;
}

// The model's classes are the only ones that may occur.
DataOptions data_options_of(const EvaluateArguments& arguments, const std::optional<Model>& model) {
  DataOptions options = arguments.data;
  if (model) {
    if (!options.classes.empty()) {
      throw InputError(
          "--classes goes with --predictions: a model has its own, and --map says "
          "which are meant");
    }
    options.classes = model->config.classes;
  }
  return options;
}

// Before any picture is classified all are looked into, so that nothing is wrong with any.
CheckedData checked(const EvaluateArguments& arguments, const DataOptions& options,
                    dataset::Dataset data) {
  if (arguments.model.empty() && arguments.seen_by.empty()) {
    return {std::move(data), {}};
  }
  return checked_split(options, data, arguments.split, Checked::pixels, arguments.reading);
}

void print(const EvaluateArguments& arguments, const report::Evaluation& evaluation) {
  const std::string seen = report::seen_text(evaluation);
  std::printf(
      "%s%s\nimages: %s%s\n%s\n",
      report::accuracy_text(evaluation.images.right(), evaluation.images.total()).c_str(),
      report::unanswered_text(evaluation.images.unanswered(), report::unfit_among(evaluation.cases))
          .c_str(),
      evaluation.split_sentence.c_str(), (seen.empty() ? "" : "\n" + seen).c_str(),
      (arguments.output / "evaluation.md").c_str());
}

Outcome run(const EvaluateArguments& arguments) {
  std::optional<Model> model;
  if (!arguments.model.empty()) {
    model = load_and_say(arguments.model, arguments.loading);
    model->config.fitness.refuse = model->config.fitness.refuse && !arguments.accept_unfit;
  }
  const DataOptions options = data_options_of(arguments, model);
  dataset::Dataset named = read_data(options, Checked::names, arguments.reading).dataset;
  InputFiles inputs = inputs_of(named);
  inputs.add(arguments.predictions);
  inputs.require_other(arguments.output / "images.csv");
  if (dataset::needs_looks(arguments.split)) {
    measure_looks(named, arguments.reading);
  }
  const CheckedData data = checked(arguments, options, std::move(named));
  const dataset::Selection selection = dataset::select(data.dataset, arguments.split);
  const report::PredictionTable predictions =
      model ? predicted(arguments, *model, selection)
            : report::read_predictions(arguments.predictions, data.dataset.classes);
  report::Evaluation evaluation = report::evaluate(selection, predictions, arguments.config);
  if (model) {
    evaluation.seen = seen_of(data, selection, model::seen_images(model->provenance));
  } else if (!arguments.seen_by.empty()) {
    evaluation.seen = seen_by(arguments.seen_by.front(), data, selection);
  }
  report::write_evaluation(arguments.output, evaluation);
  print(arguments, evaluation);
  return evaluation.images.unanswered() == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace

void add_evaluate(Program& program) {
  const auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "evaluate",
      "Evaluates a model or its predictions on labelled images: metrics, charts, calibration");
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  add_split_option(*command, arguments->split);
  CLI::Option_group* what = command->add_option_group("What is evaluated");
  what->add_option("--model", arguments->model, "model file: the images are classified now");
  what->add_option("--predictions", arguments->predictions,
                   "CSV as classify writes it, or of another program: file, class, prob_CLASS ...");
  what->require_option(1);
  add_seen_by_option(*command, arguments->seen_by);
  command->add_option("--output", arguments->output, "folder for the results")->required();
  add_config_options(*command, arguments->config);
  add_accept_unfit_flag(*command, arguments->accept_unfit);
  add_reading_options(*command, arguments->reading);
  add_loading_options(*command, arguments->loading);
  command->footer(
      "Example: msmv evaluate --model m.safetensors --data manifest.csv --split val --output val");
  command->callback([arguments, &program] {
    arguments->data.threads = arguments->loading.threads;
    program.outcome = run(*arguments);
  });
}

}  // namespace msmv::app
