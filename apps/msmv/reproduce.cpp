#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "enum_option.h"
#include "interrupt.h"
#include "msmv/classify/model.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/results.h"
#include "msmv/experiments/results_files.h"
#include "msmv/experiments/row.h"
#include "msmv/experiments/runner.h"
#include "msmv/files/csv.h"
#include "msmv/files/folder_lock.h"
#include "msmv/values/errors.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"
#include "within.h"

namespace msmv::app {
namespace {

namespace fs = std::filesystem;

struct ReproduceArguments {
  DataOptions data;
  fs::path output = "reproduction", store, own_rows;
  std::vector<std::string> rows, assignments;
  std::vector<fs::path> weights;
  dataset::SplitConfig split{.method = dataset::SplitMethod::blocks};
  experiments::Budget budget = experiments::Budget::frozen;
  Seed seed = 1;
  std::string device = "cpu", against = "pfenet_bilstm2";
  bool is_from_scratch = false;
  image::ReadOptions reading;
};

std::vector<experiments::Row> rows_of(const ReproduceArguments& arguments) {
  std::vector<fs::path> folders = {experiments::shipped_rows()};
  if (!arguments.own_rows.empty()) {
    folders.push_back(arguments.own_rows);
  }
  const auto rows = experiments::read_rows(folders);
  experiments::choose(rows, {arguments.against});  // throws when there is none
  return experiments::choose(rows, arguments.rows);
}

// Tables hold the rows of one run: those of an earlier one that this run lacks would be lost.
void require_no_row_lost(const fs::path& output,
                         const std::vector<experiments::Experiment>& experiments) {
  const fs::path results = output / "results.csv";
  if (!fs::exists(results)) {
    return;
  }
  const auto table = files::read_csv_table(results);
  const auto column = table.find("row");
  std::string lost;
  for (const files::CsvRow& earlier : table.rows) {
    const std::string& name = earlier.fields.at(column.value_or(0));
    const bool is_here = std::ranges::any_of(
        experiments, [&](const auto& experiment) { return experiment.row.name == name; });
    lost += is_here ? "" : (lost.empty() ? "" : ",") + name;
  }
  if (!lost.empty()) {
    throw InputError(output, "holds results of rows that this run lacks: " + lost +
                                 "; name them in --rows, too, or another --output");
  }
}

// How many row folds the tables there are made of.
double folds_in_tables(const fs::path& output) {
  const fs::path results = output / "results.csv";
  if (!fs::exists(results)) {
    return 0;
  }
  const auto table = files::read_csv_table(results);
  const auto column = table.find("folds");
  double folds = 0;
  for (const files::CsvRow& row : table.rows) {
    folds += column ? files::csv_number(row.fields.at(*column)).value_or(0) : 0;
  }
  return folds;
}

std::vector<experiments::Experiment> experiments_of(const ReproduceArguments& arguments,
                                                    const std::vector<experiments::Row>& rows,
                                                    const ClassNames& classes,
                                                    const experiments::Encoders& encoders) {
  experiments::Choices choices{.budget = arguments.budget,
                               .classes = classes,
                               .weights = {},
                               .is_from_scratch = arguments.is_from_scratch,
                               .assignments = arguments.assignments,
                               .seed = arguments.seed};
  for (const auto& [backbone, encoder] : encoders) {
    choices.weights.insert(backbone);
    if (encoder.weights.stated) {
      choices.stated[backbone] = *encoder.weights.stated;
    }
  }
  auto all = experiments::resolve(rows, choices);
  for (const experiments::Experiment& experiment : all) {
    if (!experiment.skipped.empty()) {
      say(experiment.row.name + " is left out: " + experiment.skipped);
    }
  }
  return all;
}

// Progress of the whole, in work done.
class Shown {
 public:
  void show(const experiments::Standing& now) {
    if (!progress_) {
      progress_ = std::make_unique<Progress>("GFLOP", static_cast<std::int64_t>(now.all_gflop));
    }
    progress_->show(static_cast<std::int64_t>(now.done_gflop),
                    std::to_string(now.units_done) + " of " + std::to_string(now.units) +
                        " row folds, " + now.now);
  }
  void say(const std::string& text) {
    if (progress_) {
      progress_->clear();
    }
    app::say(text);
  }

 private:
  std::unique_ptr<Progress> progress_;
};

Outcome reproduce(ReproduceArguments arguments) {
  arguments.split.seed = arguments.seed;
  arguments.device = device_here(arguments.device);
  const auto rows = rows_of(arguments);
  const auto encoders = experiments::encoders_in(
      arguments.weights, arguments.weights.empty() ? default_encoders_path() : fs::path());
  const files::FolderLock lock(arguments.output);
  say_unless_locked(lock.is_locked(), arguments.output);
  auto set = read_data(arguments.data, Checked::pixels, arguments.reading).dataset;
  const auto all = experiments_of(arguments, rows, set.classes, encoders);
  require_no_row_lost(arguments.output, all);
  if (arguments.split.method == dataset::SplitMethod::looks) {
    measure_looks(set, arguments.reading);
  }
  const auto split = dataset::split(set, arguments.split);
  const std::string sentence = dataset::describe(set, split);
  say(sentence);
  auto folds = dataset::folds(set, split);
  for (std::size_t i = 0; i < folds.size(); ++i) {
    folds[i].name = "fold_" + std::to_string(i + 1);  // that of a file, too
  }
  catch_interrupts();
  Shown shown;
  const experiments::RunOptions options{
      .output = arguments.output,
      .store = arguments.store.empty() ? arguments.output / "store" : arguments.store,
      .reading = arguments.reading,
      .device = arguments.device,
      .threads = arguments.data.threads,
      .is_interrupted = was_interrupted,
      .progress = [&](const experiments::Standing& now) { shown.show(now); },
      .failed = [&](const std::string& row,
                    const std::string& fault) { shown.say(row + ": " + fault); }};
  const auto outcomes = experiments::run(all, set, folds, encoders, options);
  std::size_t done = 0;
  for (const auto& outcome : outcomes) {
    done += outcome.units.size();
  }
  const std::string interrupted = "interrupted; the same command resumes it";
  if (was_interrupted() && static_cast<double>(done) < folds_in_tables(arguments.output)) {
    throw InputError(arguments.output,
                     interrupted + "; its tables are still those of an earlier run");
  }
  const auto results = experiments::results_of(outcomes, set,
                                               {.budget = arguments.budget,
                                                .split = sentence,
                                                .folds = folds.size(),
                                                .against = arguments.against,
                                                .seed = arguments.seed});
  experiments::write_results(arguments.output, results);
  std::printf("%s\n", (arguments.output / "results.html").c_str());
  if (was_interrupted()) {
    throw InputError(arguments.output, interrupted);
  }
  const bool has_failed =
      std::ranges::any_of(outcomes, [](const auto& outcome) { return !outcome.fault.empty(); });
  const bool has_row =
      std::ranges::any_of(all, [](const auto& experiment) { return experiment.skipped.empty(); });
  return has_failed || !has_row ? Outcome::some_input_failed : Outcome::ok;
}

void add_options(CLI::App& command, ReproduceArguments& arguments) {
  add_data_options(command, arguments.data);
  add_classes_option(command, arguments.data);
  command
      .add_option("--output", arguments.output,
                  "folder of the results; an interrupted run is resumed from it")
      ->capture_default_str();
  command
      .add_option("--rows", arguments.rows,
                  "rows to run, with their members, comma-separated [all]")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--experiments", arguments.own_rows, "folder of further rows (*.json)");
  add_enum_option(command, "--budget", arguments.budget,
                  "what is trained: FDNet, the encoders' last stage too, or all")
      ->default_str("frozen");
  add_enum_option(command, "--split", arguments.split.method, "how images are split into folds")
      ->default_str("blocks");
  command.add_option("--folds", arguments.split.folds, "number of folds")
      ->check(within(2, 1000))
      ->capture_default_str();
  command.add_option("--seed", arguments.seed, "seed of folds and training")->capture_default_str();
  command.add_option("--against", arguments.against, "baseline row of the comparisons")
      ->capture_default_str();
  command
      .add_option(
          "--weights", arguments.weights,
          "pre-trained encoders, one file a backbone [those of models/imagenet.safetensors]")
      ->allow_extra_args(false);
  command.add_flag("--from-scratch", arguments.is_from_scratch,
                   "train rows that have no pre-trained weights from scratch (--budget full)");
  command
      .add_option("--set", arguments.assignments, "setting for all rows, as in training.epochs=3")
      ->allow_extra_args(false);
  command.add_option("--store", arguments.store,
                     "folder of prepared pictures, shared between runs [OUTPUT/store]");
  add_device_option(command, arguments.device, "device to train on");
  add_threads_option(command, arguments.data.threads);
  add_reading_options(command, arguments.reading);
}

}  // namespace

void add_reproduce(Program& program) {
  const auto arguments = std::make_shared<ReproduceArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "reproduce", "Runs the paper's experiments in cross-validation and lays out their tables");
  add_options(*command, *arguments);
  command->footer(
      "Example: msmv reproduce --data bach/manifest.csv --budget frozen --output tables\n"
      "Run again, it resumes from --output.");
  command->callback([arguments, &program] { program.outcome = reproduce(*arguments); });
}

}  // namespace msmv::app
