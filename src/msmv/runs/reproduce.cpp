#include "msmv/runs/reproduce.h"

#include <algorithm>
#include <cstdint>

#include "msmv/classify/model.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/results.h"
#include "msmv/experiments/results_files.h"
#include "msmv/experiments/row.h"
#include "msmv/experiments/runner.h"
#include "msmv/files/csv.h"
#include "msmv/files/folder_lock.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

std::vector<experiments::Row> rows_of(const Reproduce& options) {
  std::vector<fs::path> folders = {experiments::shipped_rows()};
  if (!options.own_rows.empty()) {
    folders.push_back(options.own_rows);
  }
  const auto rows = experiments::read_rows(folders);
  experiments::choose(rows, {options.against});  // throws when there is none
  return experiments::choose(rows, options.rows);
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

std::vector<experiments::Experiment> experiments_of(const Reproduce& options,
                                                    const std::vector<experiments::Row>& rows,
                                                    const ClassNames& classes,
                                                    const experiments::Encoders& encoders,
                                                    const Watch& watch) {
  experiments::Choices choices{.budget = options.budget,
                               .classes = classes,
                               .weights = {},
                               .is_from_scratch = options.is_from_scratch,
                               .assignments = options.assignments,
                               .seed = options.seed};
  for (const auto& [backbone, encoder] : encoders) {
    choices.weights.insert(backbone);
    if (encoder.weights.stated) {
      choices.stated[backbone] = *encoder.weights.stated;
    }
  }
  auto all = experiments::resolve(rows, choices);
  for (const experiments::Experiment& experiment : all) {
    if (!experiment.skipped.empty()) {
      say(watch, experiment.row.name + " is left out: " + experiment.skipped);
    }
  }
  return all;
}

// The folds of the data set, and the sentence that says how they came about.
struct Folds {
  std::vector<dataset::Fold> folds;
  std::string sentence;
};

Folds folds_of(const dataset::Dataset& set, const dataset::SplitConfig& config) {
  const auto split = dataset::split(set, config);
  Folds made{dataset::folds(set, split), dataset::describe(set, split)};
  for (std::size_t i = 0; i < made.folds.size(); ++i) {
    made.folds[i].name = "fold_" + std::to_string(i + 1);  // that of a file, too
  }
  return made;
}

experiments::RunOptions run_options(const Reproduce& options, const std::string& device,
                                    const Watch& watch) {
  return {.output = options.output,
          .store = options.store.empty() ? options.output / "store" : options.store,
          .reading = options.reading,
          .device = device,
          .threads = options.data.threads,
          .is_interrupted = [&watch] { return is_stopped(watch); },
          .progress =
              [&watch](const experiments::Standing& now) {
                show(watch, {.what = "GFLOP",
                             .done = static_cast<std::int64_t>(now.done_gflop),
                             .of = static_cast<std::int64_t>(now.all_gflop),
                             .note = std::to_string(now.units_done) + " of " +
                                     std::to_string(now.units) + " row folds, " + now.now});
              },
          .failed = [&watch](const std::string& row,
                             const std::string& fault) { say(watch, row + ": " + fault); }};
}

}  // namespace

Reproduced reproduce(const Reproduce& options, const Watch& watch) {
  const std::string device =
      options.device == "cpu" ? options.device : libtorch::functions().device(options.device);
  const auto rows = rows_of(options);
  const auto encoders = experiments::encoders_in(
      options.weights, options.weights.empty() ? default_encoders_path() : fs::path());
  const files::FolderLock lock(options.output);
  say_unless_locked(watch, lock.is_locked(), options.output);
  const bool by_looks = options.split.method == dataset::SplitMethod::looks;
  const auto set =
      read_data(options.data, by_looks ? Checked::looks : Checked::pixels, options.reading, watch)
          .dataset;
  const auto all = experiments_of(options, rows, set.classes, encoders, watch);
  require_no_row_lost(options.output, all);
  dataset::SplitConfig config = options.split;
  config.seed = options.seed;
  const Folds folds = folds_of(set, config);
  say(watch, folds.sentence);
  const auto outcomes =
      experiments::run(all, set, folds.folds, encoders, run_options(options, device, watch));
  std::size_t done = 0;
  for (const auto& outcome : outcomes) {
    done += outcome.units.size();
  }
  const bool is_interrupted = is_stopped(watch);
  if (is_interrupted && static_cast<double>(done) < folds_in_tables(options.output)) {
    throw Interrupted(options.output,
                      "interrupted; the same command resumes it; its tables are still those "
                      "of an earlier run");
  }
  const auto results = experiments::results_of(outcomes, set,
                                               {.budget = options.budget,
                                                .split = folds.sentence,
                                                .folds = folds.folds.size(),
                                                .against = options.against,
                                                .seed = options.seed});
  experiments::write_results(options.output, results);
  const bool has_fault =
      std::ranges::any_of(outcomes, [](const auto& outcome) { return !outcome.fault.empty(); });
  const bool has_row =
      std::ranges::any_of(all, [](const auto& experiment) { return experiment.skipped.empty(); });
  return {.page = options.output / "results.html",
          .has_failed = has_fault || !has_row,
          .is_complete = !is_interrupted};
}

}  // namespace msmv::runs
