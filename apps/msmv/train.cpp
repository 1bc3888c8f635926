#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "input_files.h"
#include "interrupt.h"
#include "msmv/classify/model.h"
#include "msmv/dataset/class_counts.h"
#include "msmv/dataset/read.h"
#include "msmv/dataset/split.h"
#include "msmv/files/folder_lock.h"
#include "msmv/image/read.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/seen_images.h"
#include "msmv/report/wording.h"
#include "msmv/training/checkpoint_state.h"
#include "msmv/training/from_pictures.h"
#include "msmv/training/presets.h"
#include "msmv/training/process_environment.h"
#include "msmv/training/settings.h"
#include "msmv/training/train_model.h"
#include "msmv/values/errors.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"
#include "suggestion.h"
#include "within.h"

namespace msmv::app {
namespace {

namespace fs = std::filesystem;

struct TrainArguments {
  DataOptions data;
  fs::path output, config, weights, model, encoders, store;
  std::string preset = "frozen", device = "cpu";
  std::vector<std::string> assignments;
  int fold = 1;
  std::int64_t seed = -1;  // none given
  bool resume = false;
  image::ReadOptions reading;
};

// The model whose encoders training begins with under a new FDNet; none with --weights or --model.
std::optional<fs::path> model_with_encoders(const TrainArguments& arguments) {
  if (!arguments.weights.empty() || !arguments.model.empty()) {
    return std::nullopt;
  }
  return arguments.encoders.empty() ? default_encoders_path() : arguments.encoders;
}

// To be checked before the data are read, which may name the classes.
msmv::Config with_some_classes(msmv::Config config) {
  if (config.classes.empty()) {
    config.classes = bach_classes();
  }
  return config;
}

// The preset, the file, each --set, and --seed, over the settings that are there.
void take_settings(const TrainArguments& arguments, training::Settings& settings) {
  settings.model.classes.clear();
  settings.training = training::preset(arguments.preset);
  if (!arguments.config.empty()) {
    training::read_settings(arguments.config, settings);
  }
  for (const std::string& assignment : arguments.assignments) {
    training::set(settings, assignment);
  }
  if (arguments.seed >= 0) {
    settings.training.seed = static_cast<Seed>(arguments.seed);
  }
}

// The settings of the model whose encoders are taken, if any, or what their file states; over them
// the caller's. The classes are those that somebody named in one of these, or none.
training::Settings settings_of(const TrainArguments& arguments) {
  training::Settings settings;
  if (const auto model = model_with_encoders(arguments)) {
    settings.model = model::read(*model).config;
  }
  if (!arguments.weights.empty()) {
    training::Settings plain;  // what is wrong with settings is said before weights are opened
    take_settings(arguments, plain);
    check(with_some_classes(plain.model));
    if (const auto stated = pfenet::stated_config(arguments.weights)) {
      training::take_encoder(*stated, settings.model);
    }
  }
  take_settings(arguments, settings);
  return settings;
}

// Those of --model; else those that were named; else those that the images have.
ClassNames classes_of(const TrainArguments& arguments, const training::Settings& settings) {
  if (!arguments.model.empty()) {
    if (!arguments.data.classes.empty()) {
      throw InputError("--classes: the model has its own, and --map says which are meant");
    }
    return model::read(arguments.model).config.classes;
  }
  if (!arguments.data.classes.empty() || !settings.model.classes.empty()) {
    return arguments.data.classes.empty() ? settings.model.classes : arguments.data.classes;
  }
  const auto read = dataset::read(arguments.data.data, {.pictures = dataset::Pictures::ignored,
                                                        .class_map = arguments.data.class_map,
                                                        .root = arguments.data.root});
  ClassNames classes = dataset::occurring_classes(read.dataset);
  if (classes.size() < 2) {
    throw InputError(arguments.data.data,
                     "has images of fewer than two classes: expected at least two to tell apart");
  }
  return classes;
}

// Everything that is wrong with the data is said before any work.
CheckedData checked_dataset(const TrainArguments& arguments, const ClassNames& classes) {
  DataOptions data = arguments.data;
  data.classes = classes;
  return read_data(data, Checked::pixels, arguments.reading);
}

void require_no_input_replaced(const TrainArguments& arguments, const dataset::Dataset& set) {
  InputFiles inputs = inputs_of(set);
  for (const fs::path& file :
       {arguments.config, arguments.weights, arguments.model, arguments.encoders}) {
    inputs.add(file);
  }
  for (const char* name : {"model.safetensors", "checkpoint.safetensors", "log.jsonl"}) {
    inputs.require_other(arguments.output / name);
  }
}

dataset::Fold everything(const dataset::Split& split) {
  dataset::Fold all{"all", {}, {}};
  for (const dataset::Part& part : split.parts) {
    all.training.insert(all.training.end(), part.samples.begin(), part.samples.end());
  }
  std::ranges::sort(all.training);
  return all;
}

dataset::Fold fold_of(const dataset::Dataset& set, const dataset::SplitConfig& config,
                      const TrainArguments& arguments) {
  const int number = arguments.fold;
  const auto split = dataset::split(set, config);
  say(dataset::describe(set, split));
  dataset::Fold fold;
  if (number == 0) {
    say("all parts are learnt from, the model is evaluated on none");
    fold = everything(split);
  } else {
    const auto folds = dataset::folds(set, split);
    if (number < 1 || static_cast<std::size_t>(number) > folds.size()) {
      throw InputError("--fold " + std::to_string(number) + ": there are " +
                       std::to_string(folds.size()));
    }
    fold = folds[static_cast<std::size_t>(number) - 1];
  }
  const auto beginning =
      arguments.model.empty() ? dataset::Beginning::fresh : dataset::Beginning::trained;
  for (const std::string& warning : dataset::require_learnable(set, fold, beginning)) {
    say(set.source, warning);
  }
  return fold;
}

ModelFile model_to_begin_with(const TrainArguments& arguments, const training::Settings& settings) {
  if (!arguments.model.empty()) {
    return model::read(arguments.model);
  }
  if (const auto model = model_with_encoders(arguments)) {
    return training::with_fresh_fdnet(model::read(*model), settings.model, settings.training.seed);
  }
  return training::initial_model(settings.model, pfenet::import_encoder(arguments.weights),
                                 settings.training.seed);
}

training::Data gathered(const TrainArguments& arguments, const training::Settings& settings,
                        const dataset::Dataset& set, const dataset::Fold& fold,
                        const ModelFile& model) {
  Progress progress("Prepared",
                    static_cast<std::int64_t>(fold.training.size() + fold.validation.size()));
  const training::Gathering gathering{
      .store = arguments.store.empty() ? arguments.output / "store" : arguments.store,
      .reading = arguments.reading,
      .threads = arguments.data.threads,
      .progress = [&](std::size_t done,
                      std::size_t) { progress.show(static_cast<std::int64_t>(done)); },
      .is_interrupted = was_interrupted};
  return training::gather(set, fold, model, settings.training, gathering);
}

void note_images(Json& provenance, const CheckedData& data, const dataset::Fold& fold,
                 training::KeepBest keep_best) {
  const auto facts_of = [&](const std::vector<std::size_t>& samples) {
    std::vector<model::ImageFacts> facts;
    for (const std::size_t index : samples) {
      facts.push_back(image_facts(data, data.dataset.samples.at(index)));
    }
    return facts;
  };
  const bool is_chosen = keep_best != training::KeepBest::none;
  model::note_images(provenance, facts_of(fold.training),
                     is_chosen ? facts_of(fold.validation) : std::vector<model::ImageFacts>());
}

std::string progress_note(const training::Progress& now) {
  char note[112];
  std::snprintf(note, sizeof note, "epoch %d of %d, loss %.3f, accuracy in training %.1f %%",
                now.epoch, now.epochs, now.loss, 100 * now.accuracy);
  std::string text = note;
  if (now.validation_accuracy) {
    std::snprintf(note, sizeof note, ", in the last validation %.1f %%",
                  100 * *now.validation_accuracy);
    text += note;
  }
  return text;
}

// "run/model.safetensors: epoch 3 of 4, validation 7 of 8 right: ...": of the epoch that was kept.
void print_kept(const fs::path& path, const training::Config& config) {
  const Json kept =
      model::read(path).provenance.value("training", Json::object()).value("epoch", Json::object());
  const int epoch = kept.value("epoch", 0);
  std::string text =
      path.string() + ": epoch " + std::to_string(epoch) + " of " + std::to_string(config.epochs);
  if (const std::int64_t images = kept.value("val_images", std::int64_t{0}); images > 0) {
    const double share = kept.value("val_accuracy", 0.0);
    text += ", validation " +
            report::accuracy_text(std::llround(share * static_cast<double>(images)), images);
    if (config.keep_best != training::KeepBest::none) {
      text += "; the epoch was chosen on these images: optimistically biased";
    }
  }
  std::printf("%s\n", text.c_str());
}

// The way to more epochs, or to other settings.
std::string to_train_on(const fs::path& folder) {
  return "to train its model on, for more epochs or with other settings, give --model " +
         (folder / "model.safetensors").string() + " and another --output";
}

// Learning rates depend on how many epochs there are, so a run can't be made longer.
void require_same_settings(const fs::path& folder, const training::Config& config) {
  const fs::path checkpoint = folder / "checkpoint.safetensors";
  if (!fs::exists(checkpoint)) {
    return;
  }
  const Json saved = training::read_checkpoint_state(checkpoint).value("config", Json());
  const Json wanted = to_json(config);
  std::string differences;
  for (const auto& [name, value] : wanted.items()) {
    if (saved.is_object() && saved.contains(name) && saved[name] != value) {
      differences += (differences.empty() ? "" : ", ") + name + " " + saved[name].dump() +
                     ", here " + value.dump();
    }
  }
  if (!differences.empty()) {
    throw InputError(folder, "holds a run with other settings (" + differences +
                                 "): the same ones "
                                 "resume it; " +
                                 to_train_on(folder));
  }
}

void train(const TrainArguments& arguments) {
  auto settings = settings_of(arguments);
  check(with_some_classes(settings.model));
  const std::string device = device_here(arguments.device);
  libtorch::functions();  // said before the pictures are prepared, if it is not there
  std::optional<files::FolderLock> lock;
  if (training::is_first_by_environment()) {
    lock.emplace(arguments.output);
    say_unless_locked(lock->is_locked(), arguments.output);
  }
  const bool has_run = fs::exists(arguments.output / "checkpoint.safetensors") ||
                       fs::exists(arguments.output / "model.safetensors");
  if (has_run && !arguments.resume) {
    throw InputError(arguments.output,
                     "holds an earlier run: --resume finishes it under the same "
                     "settings; " +
                         to_train_on(arguments.output));
  }
  if (arguments.resume) {
    require_same_settings(arguments.output, settings.training);
  }
  settings.model.classes = classes_of(arguments, settings);
  check(settings.model);
  ModelFile model = model_to_begin_with(arguments, settings);
  CheckedData checked = checked_dataset(arguments, model.config.classes);
  dataset::Dataset& set = checked.dataset;
  require_no_input_replaced(arguments, set);
  if (settings.split.method == dataset::SplitMethod::looks) {
    measure_looks(set, arguments.reading);
  }
  catch_interrupts();
  const auto fold = fold_of(set, settings.split, arguments);
  const auto data = gathered(arguments, settings, set, fold, model);
  model.provenance["split"] = to_json(settings.split);
  note_images(model.provenance, checked, fold, settings.training.keep_best);
  std::unique_ptr<Progress> statistics;
  std::unique_ptr<Progress> shown;
  training::RunOptions run{.folder = arguments.output,
                           .resume = arguments.resume,
                           .device = device,
                           .threads = arguments.data.threads,
                           .is_interrupted = was_interrupted};
  run.statistics = [&](std::size_t done, std::size_t of) {
    if (!statistics) {
      statistics = std::make_unique<Progress>("Statistics for FDNet: samples",
                                              static_cast<std::int64_t>(of));
    }
    statistics->show(static_cast<std::int64_t>(done));
  };
  run.progress = [&](const training::Progress& now) {
    if (!shown) {
      statistics.reset();
      shown = std::make_unique<Progress>("Trained on", static_cast<std::int64_t>(now.of));
      shown->skip(static_cast<std::int64_t>(now.samples));
    }
    shown->show(static_cast<std::int64_t>(now.samples), progress_note(now));
  };
  if (training::train_model(model, settings.training, data, run) ==
      training::Outcome::interrupted) {
    throw InputError(arguments.output, "interrupted; --resume goes on from here");
  }
  shown.reset();
  if (lock) {
    print_kept(arguments.output / "model.safetensors", settings.training);
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
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  command->add_option("--output", arguments->output, "folder of the run")->required();
  CLI::Option* weights = command->add_option(
      "--weights", arguments->weights,
      "encoder to begin with, of `msmv model import` or as torchvision has it [those of "
      "models/imagenet.safetensors]");
  CLI::Option* model =
      command
          ->add_option("--model", arguments->model,
                       "whole model to begin with: its encoders, FDNet and settings")
          ->excludes(weights);
  command
      ->add_option("--encoders", arguments->encoders,
                   "model whose encoders and settings to begin with, under a new FDNet")
      ->excludes(weights)
      ->excludes(model);
  add_preset_option(*command, arguments->preset);
  command->add_option("--config", arguments->config,
                      "JSON file of settings: model, training, split");
  command->add_option("--set", arguments->assignments, "one setting, as training.epochs=3")
      ->allow_extra_args(false);
  command
      ->add_option("--fold", arguments->fold,
                   "fold of a split to validate on; 0: train on all parts, validate on none")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "seed of everything random in training")
      ->check(within(0, 9e15));
  command->add_option("--store", arguments->store,
                      "folder of prepared pictures, shared between runs [OUTPUT/store]");
  add_device_option(*command, arguments->device, "what the network is trained on");
  add_threads_option(*command, arguments->data.threads);
  command->add_flag("--resume", arguments->resume, "resume an interrupted run");
  add_reading_options(*command, arguments->reading);
  command->footer("Example: msmv train --data bach/manifest.csv --output run1");
  command->callback([arguments] { train(*arguments); });
}

}  // namespace msmv::app
