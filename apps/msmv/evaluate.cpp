#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "config_options.h"
#include "data_options.h"
#include "loading_options.h"
#include "msmv/report/cases.h"
#include "msmv/report/wording.h"
#include "msmv/runs/evaluate_model.h"
#include "reading_options.h"
#include "terminal.h"

namespace msmv::app {
namespace {

struct EvaluateArguments {
  runs::EvaluateModel run;
  std::vector<std::filesystem::path> seen_by;
  LoadOptions loading;
};

void print(const std::filesystem::path& output, const report::Evaluation& evaluation) {
  const std::string seen = report::seen_text(evaluation);
  std::printf(
      "%s%s\nimages: %s%s\n%s\n",
      report::accuracy_text(evaluation.images.right(), evaluation.images.total()).c_str(),
      report::unanswered_text(evaluation.images.unanswered(), report::unfit_among(evaluation.cases))
          .c_str(),
      evaluation.split_sentence.c_str(), (seen.empty() ? "" : "\n" + seen).c_str(),
      (output / "evaluation.md").c_str());
}

report::Evaluation evaluation_of(const EvaluateArguments& arguments, Terminal& terminal) {
  if (arguments.run.model_path.empty()) {
    return runs::evaluate_predictions(arguments.run, terminal.watch());
  }
  const Model model = load_and_say(arguments.run.model_path, arguments.loading);
  return runs::evaluate(model, arguments.run, terminal.watch());
}

Outcome evaluate(const EvaluateArguments& arguments) {
  Terminal terminal;
  const report::Evaluation evaluation = evaluation_of(arguments, terminal);
  terminal.clear();
  print(arguments.run.output, evaluation);
  return evaluation.images.unanswered() == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace

void add_evaluate(Program& program) {
  const auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "evaluate",
      "Evaluates a model or its predictions on labelled images: metrics, charts, calibration");
  add_data_options(*command, arguments->run.data);
  add_classes_option(*command, arguments->run.data);
  add_split_option(*command, arguments->run.split);
  CLI::Option_group* what = command->add_option_group("Input");
  what->add_option("--model", arguments->run.model_path, "model file to classify the images with");
  what->add_option("--predictions", arguments->run.predictions,
                   "CSV as classify writes it, or of another program: file, class, prob_CLASS ...");
  what->require_option(1);
  add_seen_by_option(*command, arguments->seen_by);
  command->add_option("--output", arguments->run.output, "folder for the results")->required();
  add_config_options(*command, arguments->run.config);
  add_accept_unfit_flag(*command, arguments->run.accept_unfit);
  add_reading_options(*command, arguments->run.reading);
  add_loading_options(*command, arguments->loading);
  command->footer(
      "Example: msmv evaluate --model m.safetensors --data manifest.csv --split val --output val");
  command->callback([arguments, &program] {
    arguments->run.data.threads = arguments->loading.threads;
    if (!arguments->seen_by.empty()) {
      arguments->run.seen_by = arguments->seen_by.front();
    }
    program.outcome = evaluate(*arguments);
  });
}

}  // namespace msmv::app
