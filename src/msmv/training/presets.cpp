#include "msmv/training/presets.h"

#include "msmv/values/errors.h"

namespace msmv::training {

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = {
      {"paper", "PFENet and FDNet end to end, to the paper's letter; days without a GPU", R"({
        "epochs": 75, "batch": 64, "samples_per_image": 0, "regions_per_view": 12,
        "optimizer": "sgd", "momentum": 0.9, "weight_decay": 0.0001,
        "learning_rate": 0.01, "schedule": "step", "first_drop_epoch": 30,
        "drop_every_epochs": 10, "drop_factor": 0.1, "least_learning_rate": 0.0001
      })"},
      {"frozen", "only FDNet, on encodings made once; minutes", R"({
        "first_trained_stage": 5, "regions_per_view": 4, "epochs": 30, "micro_batch": 64,
        "optimizer": "adamw", "learning_rate": 0.0005, "weight_decay": 0.01,
        "schedule": "cosine", "least_learning_rate": 0, "warmup_epochs": 1,
        "dropout": 0.5, "label_smoothing": 0.1, "balance_classes": true
      })"},
      {"last-stage", "FDNet and the last stage of the encoders; hours on a CPU", R"({
        "first_trained_stage": 4, "epochs": 8, "samples_per_image": 6, "batch": 32,
        "learning_rate": 0.01, "stage_learning_rates": [0, 0, 0, 0, 0.3],
        "schedule": "cosine", "least_learning_rate": 0, "warmup_epochs": 0.5,
        "dropout": 0.5, "label_smoothing": 0.1, "average_weights": 0.99,
        "balance_classes": true,
        "augmentation": {"turns": true, "stain_gain": 0.2, "stain_shift": 0.05}
      })"},
      {"stages34", "FDNet and the last two stages; an hour per scale on two cores", R"({
        "first_trained_stage": 3, "epochs": 4, "samples_per_image": 4, "regions_per_view": 1,
        "batch": 16, "optimizer": "adamw", "learning_rate": 0.001, "weight_decay": 0.05,
        "stage_learning_rates": [0, 0, 0, 0.1, 0.1],
        "schedule": "cosine", "least_learning_rate": 0, "warmup_epochs": 0.5,
        "dropout": 0.5, "label_smoothing": 0.1, "average_weights": 0.97, "margin_px": 32,
        "balance_classes": true, "keep_best": "none",
        "augmentation": {"turns": true, "shift": 1, "zoom": 0.1, "stain_gain": 0.5,
                         "stain_shift": 0.1}
      })"},
      {"full", "everything, with more augmentation than the paper; for a GPU", R"({
        "epochs": 30, "samples_per_image": 12,
        "stage_learning_rates": [0.1, 0.1, 0.2, 0.3, 0.5],
        "schedule": "cosine", "least_learning_rate": 0, "warmup_epochs": 1,
        "dropout": 0.3, "label_smoothing": 0.1, "average_weights": 0.999, "mixup": 0.2,
        "balance_classes": true,
        "precision": "bf16", "micro_batch": 16, "margin_px": 16,
        "augmentation": {"turns": true, "shift": 1, "zoom": 0.1, "stain_gain": 0.2,
                         "stain_shift": 0.05, "blur_px": 1, "noise": 4, "jpeg": 1}
      })"}};
  return all;
}

Config preset(std::string_view name) {
  std::string known;
  for (const Preset& candidate : presets()) {
    if (candidate.name == name) {
      Config config;
      from_json(Json::parse(candidate.json), config, "preset " + std::string(name));
      return config;
    }
    known += (known.empty() ? "" : ", ") + std::string(candidate.name);
  }
  throw InputError("preset \"" + std::string(name) + "\" is none of " + known);
}

}  // namespace msmv::training
