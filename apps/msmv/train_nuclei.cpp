#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "interrupt.h"
#include "msmv/files/folder_lock.h"
#include "msmv/training/train_nuclei.h"
#include "msmv/values/errors.h"
#include "progress.h"
#include "say.h"
#include "within.h"

namespace msmv::app {
namespace {

void print(const char* title, const std::vector<training::SourceReport>& reports) {
  std::printf("%-9s  fields  nuclei     F1  precision  recall\n", title);
  for (const auto& report : reports) {
    std::printf("%-9s  %6zu  %6zu  %.3f  %9.3f  %6.3f\n", report.source.c_str(), report.fields,
                report.nuclei, report.mean.f1, report.mean.precision, report.mean.recall);
  }
}

void train(training::NucleiTraining training) {
  const files::FolderLock lock(training.folder);
  say_unless_locked(lock.is_locked(), training.folder);
  if (std::filesystem::exists(training.folder / "checkpoint.safetensors") && !training.resume) {
    throw InputError(training.folder, "holds an earlier run; --resume continues it");
  }
  catch_interrupts();
  Progress shown("Trained on steps", training.recipe.steps);
  training.is_interrupted = was_interrupted;
  training.progress = [&](std::size_t step, double loss) {
    char note[32];
    std::snprintf(note, sizeof note, "loss %.4f", loss);
    shown.show(static_cast<std::int64_t>(step), note);
  };
  const training::TrainedNuclei trained = training::train_nuclei(training);
  if (trained.outcome == training::Outcome::interrupted) {
    throw Interrupted(training.folder, "interrupted; --resume continues it");
  }
  shown.clear();
  if (!trained.held_out.empty()) {
    print("held out", trained.held_out);
    print("8 turns", trained.held_out_over_turns);
  }
  say(training.folder / "nuclei.safetensors",
      (training.trained.empty() ? "trained on " : "ranges for int8 measured on ") +
          std::to_string(trained.fields) + " fields");
}

}  // namespace

void add_train_nuclei(Program& program) {
  const auto training = std::make_shared<training::NucleiTraining>();
  CLI::App* command = program.cli.add_subcommand(
      "train-nuclei", "Trains the network that finds nuclei: nuclei.safetensors, report.json");
  command
      ->add_option(
          "--data", training->manifests,
          "table with columns image, mpp, source, and centres or labels; patient is optional")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--output", training->folder, "folder of the run")->required();
  command->add_option("--hold-out", training->hold_out,
                      "held-out fields to evaluate on: source=NAME, patient=NAME or fold=K/N");
  command->add_option("--ranges-of", training->trained,
                      "trained network whose int8 ranges are measured again, without training");
  command->add_option("--steps", training->recipe.steps, "updates of the weights")
      ->check(within(1, 1e5))
      ->capture_default_str();
  command
      ->add_option("--fine-channels", training->network.fine_channels,
                   "channels of the network at 1.2 um a pixel")
      ->check(within(1, 1024))
      ->capture_default_str();
  command
      ->add_option("--wide-channels", training->network.wide_channels,
                   "channels of the network at 2.4 um a pixel")
      ->check(within(1, 1024))
      ->capture_default_str();
  command->add_option("--seed", training->recipe.seed, "seed of all random numbers")
      ->check(within(0, 9e15))
      ->capture_default_str();
  command->add_flag("--resume", training->resume, "resume an interrupted run");
  command->footer("Example: msmv train-nuclei --data fields.csv --hold-out fold=1/3 --output run");
  command->callback([training] { train(*training); });
}

}  // namespace msmv::app
