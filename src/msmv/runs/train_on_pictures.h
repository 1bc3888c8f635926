#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/runs/labelled_data.h"
#include "msmv/runs/watch.h"
#include "msmv/values/seed.h"

namespace msmv::runs {

struct TrainOnPictures {
  LabelledData data;  // classes: those that may occur; none: the settings', else the data's
  std::filesystem::path output;  // folder of the run: model.safetensors, log.jsonl, checkpoint
  // Training begins with one of: an encoder's weights; a whole model, with its settings; a model
  // whose encoders and settings are taken under a new FDNet. None: that of the ImageNet encoders
  // that ship (classify/model.h).
  std::filesystem::path weights, model, encoders;
  // The recipe (training/presets.h), over it a JSON file of settings, over that single ones as
  // "training.epochs=3", over these the seed.
  std::string preset = "frozen";
  std::filesystem::path settings;
  std::vector<std::string> assignments;
  std::optional<Seed> seed;
  int fold = 1;                 // of the split, to validate on; 0: learn from all, validate on none
  std::filesystem::path store;  // of prepared pictures; empty: output/store
  std::string device = "cpu";   // "cuda" or "cuda:N"
  bool resume = false;          // an interrupted run
  image::ReadOptions reading;
};

struct Trained {
  std::filesystem::path model;  // empty in a process of a group that isn't the first
  // Of the epoch that was kept.
  int epoch = 0, epochs = 0;
  std::int64_t validated = 0, right = 0;  // validation images; none where none were kept apart
  bool is_chosen_on_them = false;         // the epoch was: optimistically biased
};

// Trains a model on labelled pictures, with its provenance: settings, the split, and every image
// that it has learnt from or was chosen on. All that is wrong with settings or data is said before
// any work. Throws InputError for that and for an output that holds another run; Interrupted when
// stopped: `resume` then finishes it under the same settings, with the bytes of an undisturbed run.
Trained train_on_pictures(const TrainOnPictures& options, const Watch& watch);

}  // namespace msmv::runs
