#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "msmv/report/wording.h"
#include "msmv/runs/train_on_pictures.h"
#include "msmv/training/presets.h"
#include "reading_options.h"
#include "suggestion.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

struct TrainArguments {
  runs::TrainOnPictures run;
  std::int64_t seed = -1;  // none given
};

// "run/model.safetensors: epoch 3 of 4, validation 7 of 8 right: ...": of the epoch that was kept.
void print(const runs::Trained& trained) {
  std::string text = trained.model.string() + ": epoch " + std::to_string(trained.epoch) + " of " +
                     std::to_string(trained.epochs);
  if (trained.validated > 0) {
    text += ", validation " + report::accuracy_text(trained.right, trained.validated);
    if (trained.is_chosen_on_them) {
      text += "; the epoch was chosen on these images: optimistically biased";
    }
  }
  std::printf("%s\n", text.c_str());
}

void train(TrainArguments arguments) {
  if (arguments.seed >= 0) {
    arguments.run.seed = static_cast<Seed>(arguments.seed);
  }
  Terminal terminal;
  const runs::Trained trained = runs::train_on_pictures(arguments.run, terminal.watch());
  terminal.clear();
  if (!trained.model.empty()) {
    print(trained);
  }
}

void add_preset_option(CLI::App& command, std::string& name) {
  std::string meanings;
  std::vector<std::string> names;
  for (const auto& preset : training::presets()) {
    meanings += "\n" + std::string(preset.name) + ": " + std::string(preset.meaning);
    names.emplace_back(preset.name);
  }
  take_one_of(command.add_option("--preset", name, "recipe" + meanings), names)
      ->capture_default_str();
}

}  // namespace

void add_train(Program& program) {
  const auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "train", "Trains a model on labelled pictures: model.safetensors, log.jsonl, checkpoint");
  add_data_options(*command, arguments->run.data);
  add_classes_option(*command, arguments->run.data);
  command->add_option("--output", arguments->run.output, "folder of the run")->required();
  CLI::Option* weights = command->add_option(
      "--weights", arguments->run.weights,
      "pre-trained encoder, of `msmv model import` or as torchvision has it [those of "
      "models/imagenet.safetensors]");
  CLI::Option* model = command
                           ->add_option("--model", arguments->run.model,
                                        "model to fine-tune: its encoders, FDNet and settings")
                           ->excludes(weights);
  command
      ->add_option("--encoders", arguments->run.encoders,
                   "model whose encoders and settings to use under a new FDNet")
      ->excludes(weights)
      ->excludes(model);
  add_preset_option(*command, arguments->run.preset);
  command->add_option("--config", arguments->run.settings,
                      "JSON file of settings: model, training, split");
  command->add_option("--set", arguments->run.assignments, "setting, as in training.epochs=3")
      ->allow_extra_args(false);
  command
      ->add_option("--fold", arguments->run.fold,
                   "fold of a split to validate on; 0: train on all parts, validate on none")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "seed of all random numbers")
      ->check(within(0, 9e15));
  command->add_option("--store", arguments->run.store,
                      "folder of prepared pictures, shared between runs [OUTPUT/store]");
  add_device_option(*command, arguments->run.device, "device to train on");
  add_threads_option(*command, arguments->run.data.threads);
  command->add_flag("--resume", arguments->run.resume, "resume an interrupted run");
  add_reading_options(*command, arguments->run.reading);
  command->footer("Example: msmv train --data bach/manifest.csv --output run1");
  command->callback([arguments] { train(*arguments); });
}

}  // namespace msmv::app
