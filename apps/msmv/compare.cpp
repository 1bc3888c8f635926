#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.h"
#include "data_options.h"
#include "input_files.h"
#include "msmv/files/atomic_file.h"
#include "msmv/report/evaluation.h"
#include "msmv/report/evaluation_json.h"
#include "msmv/report/evaluation_markdown.h"
#include "msmv/report/prediction_csv.h"

namespace msmv::app {
namespace {

struct CompareArguments {
  DataOptions data;
  std::string split = "all";
  std::filesystem::path first, second, output;
};

void run(const CompareArguments& arguments) {
  dataset::Dataset data = read_data(arguments.data, Checked::names, {});
  if (dataset::needs_looks(arguments.split)) {
    measure_looks(data, {});
  }
  InputFiles inputs = inputs_of(data);
  inputs.add(arguments.first);
  inputs.add(arguments.second);
  inputs.require_other(arguments.output);
  const report::PairedComparison comparison =
      report::compare(dataset::select(data, arguments.split),
                      report::read_predictions(arguments.first, data.classes),
                      report::read_predictions(arguments.second, data.classes));
  if (!arguments.output.empty()) {
    files::write_atomically(arguments.output, report::to_json(comparison).dump(2) + "\n");
  }
  std::fputs(report::to_text(comparison).c_str(), stdout);
}

}  // namespace

void add_compare(Program& program) {
  const auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "compare", "Two models' predictions on the same images, by McNemar's test");
  command->add_option("A", arguments->first, "predictions (CSV) of the one")->required();
  command->add_option("B", arguments->second, "and of the other")->required();
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  add_split_option(*command, arguments->split);
  command->add_option("--output", arguments->output, "write the counts and p there, as JSON");
  command->footer("Example: msmv compare paper.csv ours.csv --data manifest.csv --split val");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace msmv::app
