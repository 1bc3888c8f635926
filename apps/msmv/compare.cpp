#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "msmv/files/atomic_file.h"
#include "msmv/report/evaluation.h"
#include "msmv/report/evaluation_json.h"
#include "msmv/report/evaluation_markdown.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/runs/input_files.h"
#include "msmv/runs/labelled_data.h"
#include "msmv/runs/seen.h"
#include "terminal.h"

namespace msmv::app {
namespace {

struct CompareArguments {
  runs::LabelledData data;
  std::string split = "all";
  std::filesystem::path first, second, output;
  std::vector<std::filesystem::path> seen_by;
};

void run(const CompareArguments& arguments) {
  Terminal terminal;
  const runs::Watch& watch = terminal.watch();
  runs::CheckedData data = runs::read_data(arguments.data, runs::Checked::names, {}, watch);
  runs::InputFiles inputs = runs::inputs_of(data.dataset);
  inputs.add(arguments.first);
  inputs.add(arguments.second);
  inputs.require_other(arguments.output);
  if (!arguments.seen_by.empty() || dataset::needs_looks(arguments.split)) {
    data = runs::checked_split(arguments.data, data.dataset, arguments.split, runs::Checked::pixels,
                               {}, watch);
  }
  const dataset::Selection selection = dataset::select(data.dataset, arguments.split);
  const report::PairedComparison comparison =
      report::compare(selection, report::read_predictions(arguments.first, data.dataset.classes),
                      report::read_predictions(arguments.second, data.dataset.classes));
  if (!arguments.output.empty()) {
    files::write_atomically(arguments.output, report::to_json(comparison).dump(2) + "\n");
  }
  terminal.clear();
  std::fputs(report::to_text(comparison).c_str(), stdout);
  for (const std::filesystem::path& model : arguments.seen_by) {
    const std::string seen =
        report::seen_text(runs::seen_by(model, data, selection), comparison.cases);
    std::printf("%s: %s\n", model.c_str(), seen.c_str());
  }
}

}  // namespace

void add_compare(Program& program) {
  const auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "compare", "Compares two models' predictions on the same images by McNemar's test");
  command->add_option("A", arguments->first, "predictions (CSV) of one model")->required();
  command->add_option("B", arguments->second, "predictions (CSV) of the other")->required();
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  add_split_option(*command, arguments->split);
  add_seen_by_option(*command, arguments->seen_by);
  command->add_option("--output", arguments->output, "JSON file of the counts and p");
  command->footer("Example: msmv compare paper.csv ours.csv --data manifest.csv --split val");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace msmv::app
