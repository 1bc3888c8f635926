#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "enum_option.h"
#include "msmv/runs/reproduce.h"
#include "msmv/values/errors.h"
#include "reading_options.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

Outcome reproduce(const runs::Reproduce& run) {
  Terminal terminal;
  const runs::Reproduced reproduced = runs::reproduce(run, terminal.watch());
  terminal.clear();
  std::printf("%s\n", reproduced.page.c_str());
  if (!reproduced.is_complete) {
    throw Interrupted(run.output, "interrupted; the same command resumes it");
  }
  return reproduced.has_failed ? Outcome::some_input_failed : Outcome::ok;
}

void add_options(CLI::App& command, runs::Reproduce& run) {
  add_data_options(command, run.data);
  add_classes_option(command, run.data);
  command
      .add_option("--output", run.output,
                  "folder of the results; an interrupted run is resumed from it")
      ->capture_default_str();
  command.add_option("--rows", run.rows, "rows to run, with their members, comma-separated [all]")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--experiments", run.own_rows, "folder of further rows (*.json)");
  add_enum_option(command, "--budget", run.budget,
                  "what is trained: FDNet, the encoders' last stage too, or all")
      ->default_str("frozen");
  add_enum_option(command, "--split", run.split.method, "how images are split into folds")
      ->default_str("blocks");
  command.add_option("--folds", run.split.folds, "number of folds")
      ->check(within(2, 1000))
      ->capture_default_str();
  command.add_option("--seed", run.seed, "seed of folds and training")->capture_default_str();
  command.add_option("--against", run.against, "baseline row of the comparisons")
      ->capture_default_str();
  command
      .add_option(
          "--weights", run.weights,
          "pre-trained encoders, one file a backbone [those of models/imagenet.safetensors]")
      ->allow_extra_args(false);
  command.add_flag("--from-scratch", run.is_from_scratch,
                   "train rows that have no pre-trained weights from scratch (--budget full)");
  command.add_option("--set", run.assignments, "setting for all rows, as in training.epochs=3")
      ->allow_extra_args(false);
  command.add_option("--store", run.store,
                     "folder of prepared pictures, shared between runs [OUTPUT/store]");
  add_device_option(command, run.device, "device to train on");
  add_threads_option(command, run.data.threads);
  add_reading_options(command, run.reading);
}

}  // namespace

void add_reproduce(Program& program) {
  const auto run = std::make_shared<runs::Reproduce>();
  CLI::App* command = program.cli.add_subcommand(
      "reproduce", "Runs the paper's experiments in cross-validation and lays out their tables");
  add_options(*command, *run);
  command->footer(
      "Example: msmv reproduce --data bach/manifest.csv --budget frozen --output tables\n"
      "Run again, it resumes from --output.");
  command->callback([run, &program] { program.outcome = reproduce(*run); });
}

}  // namespace msmv::app
