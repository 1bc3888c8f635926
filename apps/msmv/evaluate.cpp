#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

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

namespace msmv::app {
namespace {

struct EvaluateArguments {
  DataOptions data;
  std::string split = "all";
  std::filesystem::path predictions, model, output;
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
  AssumedSize assumed_size(arguments.reading);
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
    } else {
      assumed_size.look_at(classified.path, classified.um_per_px_source, &progress);
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

report::Seen seen_of(const report::PredictionTable& table, const model::SeenImages& by_model) {
  report::Seen seen{.is_complete = by_model.is_complete};
  for (const report::Prediction& prediction : table.predictions) {
    const std::string name = model::name_of_image(prediction.content_hash);
    seen.learnt_from += by_model.learnt_from.contains(name) ? 1 : 0;
    seen.chosen_on += by_model.chosen_on.contains(name) ? 1 : 0;
  }
  return seen;
}

Outcome run(const EvaluateArguments& arguments) {
  dataset::Dataset data = read_data(arguments.data, Checked::names, arguments.reading);
  InputFiles inputs = inputs_of(data);
  inputs.add(arguments.predictions);
  inputs.require_other(arguments.output / "images.csv");
  if (dataset::needs_looks(arguments.split)) {
    measure_looks(data, arguments.reading);
  }
  std::optional<Model> model;
  if (!arguments.model.empty()) {
    data = checked_split(arguments.data, data, arguments.split);
    model = load_and_say(arguments.model, arguments.loading);
    model->config.fitness.refuse = model->config.fitness.refuse && !arguments.accept_unfit;
  }
  const dataset::Selection selection = dataset::select(data, arguments.split);
  const report::PredictionTable predictions =
      model ? predicted(arguments, *model, selection)
            : report::read_predictions(arguments.predictions, data.classes);
  report::Evaluation evaluation = report::evaluate(selection, predictions, arguments.config);
  if (model) {
    evaluation.seen = seen_of(predictions, model::seen_images(model->provenance));
  }
  report::write_evaluation(arguments.output, evaluation);
  const std::string seen = report::seen_text(evaluation);
  std::printf(
      "%s%s\nimages: %s%s\n%s\n",
      report::accuracy_text(evaluation.images.right(), evaluation.images.total()).c_str(),
      report::unanswered_text(evaluation.images.unanswered(), report::unfit_among(evaluation.cases))
          .c_str(),
      evaluation.split_sentence.c_str(), (seen.empty() ? "" : "\n" + seen).c_str(),
      (arguments.output / "evaluation.md").c_str());
  return evaluation.images.unanswered() == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace

void add_evaluate(Program& program) {
  const auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "evaluate",
      "Judges a model or its predictions on labelled images: figures, pictures, calibration");
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  add_split_option(*command, arguments->split);
  CLI::Option_group* what = command->add_option_group("What is judged");
  what->add_option("--model", arguments->model, "model file: the images are classified now");
  what->add_option("--predictions", arguments->predictions,
                   "CSV as classify writes it, or of another program: file, class, prob_CLASS ...");
  what->require_option(1);
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
