#include "msmv/runs/train_on_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "msmv/classify/model.h"
#include "msmv/dataset/class_counts.h"
#include "msmv/dataset/read.h"
#include "msmv/dataset/split.h"
#include "msmv/files/folder_lock.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/seen_images.h"
#include "msmv/runs/input_files.h"
#include "msmv/training/checkpoint_state.h"
#include "msmv/training/from_pictures.h"
#include "msmv/training/presets.h"
#include "msmv/training/process_environment.h"
#include "msmv/training/settings.h"
#include "msmv/training/train_model.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

// The model whose encoders training begins with under a new FDNet; none with --weights or --model.
std::optional<fs::path> model_with_encoders(const TrainOnPictures& options) {
  if (!options.weights.empty() || !options.model.empty()) {
    return std::nullopt;
  }
  return options.encoders.empty() ? default_encoders_path() : options.encoders;
}

// To be checked before the data are read, which may name the classes.
msmv::Config with_some_classes(msmv::Config config) {
  if (config.classes.empty()) {
    config.classes = bach_classes();
  }
  return config;
}

// The preset, the file, each --set, and --seed, over the settings that are there.
void take_settings(const TrainOnPictures& options, training::Settings& settings) {
  settings.model.classes.clear();
  settings.training = training::preset(options.preset);
  if (!options.settings.empty()) {
    training::read_settings(options.settings, settings);
  }
  for (const std::string& assignment : options.assignments) {
    training::set(settings, assignment);
  }
  if (options.seed) {
    settings.training.seed = *options.seed;
  }
}

// The settings of the model whose encoders are taken, if any, or what their file states; over them
// the caller's. The classes are those that somebody named in one of these, or none.
training::Settings settings_of(const TrainOnPictures& options) {
  training::Settings settings;
  if (const auto model = model_with_encoders(options)) {
    settings.model = model::read(*model).config;
  }
  if (!options.weights.empty()) {
    training::Settings plain;  // what is wrong with settings is said before weights are opened
    take_settings(options, plain);
    check(with_some_classes(plain.model));
    if (const auto stated = pfenet::stated_config(options.weights)) {
      training::take_encoder(*stated, settings.model);
    }
  }
  take_settings(options, settings);
  return settings;
}

// Those of --model; else those that were named; else those that the images have.
ClassNames classes_of(const TrainOnPictures& options, const training::Settings& settings) {
  if (!options.model.empty()) {
    if (!options.data.classes.empty()) {
      throw InputError("--classes: the model has its own, and --map says which are meant");
    }
    return model::read(options.model).config.classes;
  }
  if (!options.data.classes.empty() || !settings.model.classes.empty()) {
    return options.data.classes.empty() ? settings.model.classes : options.data.classes;
  }
  const auto read = dataset::read(options.data.data, {.pictures = dataset::Pictures::ignored,
                                                      .class_map = options.data.class_map,
                                                      .root = options.data.root});
  ClassNames classes = dataset::occurring_classes(read.dataset);
  if (classes.size() < 2) {
    throw InputError(options.data.data,
                     "has images of fewer than two classes: expected at least two to tell apart");
  }
  return classes;
}

// Everything that is wrong with the data is said before any work.
CheckedData checked_dataset(const TrainOnPictures& options, const ClassNames& classes,
                            dataset::SplitMethod split, const Watch& watch) {
  LabelledData data = options.data;
  data.classes = classes;
  const bool by_looks = split == dataset::SplitMethod::looks;
  return read_data(data, by_looks ? Checked::looks : Checked::pixels, options.reading, watch);
}

void require_no_input_replaced(const TrainOnPictures& options, const dataset::Dataset& set) {
  InputFiles inputs = inputs_of(set);
  for (const fs::path& file :
       {options.settings, options.weights, options.model, options.encoders}) {
    inputs.add(file);
  }
  for (const char* name : {"model.safetensors", "checkpoint.safetensors", "log.jsonl"}) {
    inputs.require_other(options.output / name);
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
                      const TrainOnPictures& options, const Watch& watch) {
  const int number = options.fold;
  const auto split = dataset::split(set, config);
  say(watch, dataset::describe(set, split));
  dataset::Fold fold;
  if (number == 0) {
    say(watch, "trained on all parts, evaluated on none");
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
      options.model.empty() ? dataset::Beginning::fresh : dataset::Beginning::trained;
  for (const std::string& warning : dataset::require_learnable(set, fold, beginning)) {
    say(watch, set.source, warning);
  }
  return fold;
}

ModelFile model_to_begin_with(const TrainOnPictures& options, const training::Settings& settings) {
  if (!options.model.empty()) {
    return model::read(options.model);
  }
  if (const auto model = model_with_encoders(options)) {
    return training::with_fresh_fdnet(model::read(*model), settings.model, settings.training.seed);
  }
  return training::initial_model(settings.model, pfenet::import_encoder(options.weights),
                                 settings.training.seed);
}

training::Data gathered(const TrainOnPictures& options, const training::Settings& settings,
                        const dataset::Dataset& set, const dataset::Fold& fold,
                        const ModelFile& model, const Watch& watch) {
  const training::Gathering gathering{
      .store = options.store.empty() ? options.output / "store" : options.store,
      .reading = options.reading,
      .threads = options.data.threads,
      .progress =
          [&watch](std::size_t done, std::size_t of) {
            show(watch, {.what = "Prepared",
                         .done = static_cast<std::int64_t>(done),
                         .of = static_cast<std::int64_t>(of)});
          },
      .is_interrupted = [&watch] { return is_stopped(watch); }};
  gathering.progress(0, fold.training.size() + fold.validation.size());
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

// Of the epoch that was kept.
Trained kept(const fs::path& path, const training::Config& config) {
  const Json epoch =
      model::read(path).provenance.value("training", Json::object()).value("epoch", Json::object());
  Trained trained{.model = path,
                  .epoch = epoch.value("epoch", 0),
                  .epochs = config.epochs,
                  .validated = epoch.value("val_images", std::int64_t{0}),
                  .is_chosen_on_them = config.keep_best != training::KeepBest::none};
  trained.right =
      std::llround(epoch.value("val_accuracy", 0.0) * static_cast<double>(trained.validated));
  return trained;
}

// A folder with a run in it is that of a run to be resumed, under the same settings.
void require_own_folder(const TrainOnPictures& options, const training::Config& config) {
  const bool has_run = fs::exists(options.output / "checkpoint.safetensors") ||
                       fs::exists(options.output / "model.safetensors");
  if (has_run && !options.resume) {
    throw InputError(options.output,
                     "holds an earlier run: --resume finishes it under the same "
                     "settings; " +
                         to_train_on(options.output));
  }
  if (options.resume) {
    require_same_settings(options.output, config);
  }
}

training::RunOptions run_options(const TrainOnPictures& options, const std::string& device,
                                 const Watch& watch) {
  training::RunOptions run{.folder = options.output,
                           .resume = options.resume,
                           .device = device,
                           .threads = options.data.threads,
                           .is_interrupted = [&watch] { return is_stopped(watch); }};
  run.statistics = [&watch](std::size_t done, std::size_t of) {
    show(watch, {.what = "Statistics for FDNet: samples",
                 .done = static_cast<std::int64_t>(done),
                 .of = static_cast<std::int64_t>(of)});
  };
  run.progress = [&watch,
                  before = std::optional<std::int64_t>()](const training::Progress& now) mutable {
    const auto samples = static_cast<std::int64_t>(now.samples);
    before = before.value_or(samples);  // a run that is resumed
    show(watch, {.what = "Trained on",
                 .done = samples,
                 .of = static_cast<std::int64_t>(now.of),
                 .skipped = *before,
                 .note = progress_note(now)});
  };
  return run;
}

}  // namespace

Trained train_on_pictures(const TrainOnPictures& options, const Watch& watch) {
  auto settings = settings_of(options);
  check(with_some_classes(settings.model));
  // That LibTorch or the device isn't there is said before the pictures are prepared.
  const std::string device =
      options.device == "cpu" ? options.device : libtorch::functions().device(options.device);
  libtorch::functions();
  std::optional<files::FolderLock> lock;
  if (training::is_first_by_environment()) {
    lock.emplace(options.output);
    say_unless_locked(watch, lock->is_locked(), options.output);
  }
  require_own_folder(options, settings.training);
  settings.model.classes = classes_of(options, settings);
  check(settings.model);
  ModelFile model = model_to_begin_with(options, settings);
  const CheckedData checked =
      checked_dataset(options, model.config.classes, settings.split.method, watch);
  const dataset::Dataset& set = checked.dataset;
  require_no_input_replaced(options, set);
  const auto fold = fold_of(set, settings.split, options, watch);
  const auto data = gathered(options, settings, set, fold, model, watch);
  model.provenance["split"] = to_json(settings.split);
  note_images(model.provenance, checked, fold, settings.training.keep_best);
  if (training::train_model(model, settings.training, data, run_options(options, device, watch)) ==
      training::Outcome::interrupted) {
    throw Interrupted(options.output, "interrupted; --resume continues it");
  }
  return lock ? kept(options.output / "model.safetensors", settings.training) : Trained{};
}

}  // namespace msmv::runs
