#pragma once

#include <array>
#include <cstdint>

#include "msmv/config/fields.h"
#include "msmv/training/augmentation.h"
#include "msmv/values/seed.h"

namespace msmv::training {

enum class Schedule { step, cosine };
enum class Optimizer { sgd, adamw };
// The value of first_trained_stage that leaves every stage of the encoders as it is.
inline constexpr int kEncodersFrozen = 5;

// Which statistics batch norms in trained stages use (deviation D44). With `batch` an update
// depends on micro_batch and on the number of processes; with `running` on neither.
enum class BatchNorm { running, batch };
enum class Precision { fp32, bf16 };
enum class KeepBest { image_accuracy, patch_accuracy, loss, none };  // none: the last epoch

constexpr EnumNames<Schedule, 2> enum_names(Schedule) {
  return {{{Schedule::step, "step"}, {Schedule::cosine, "cosine"}}};
}
constexpr EnumNames<Optimizer, 2> enum_names(Optimizer) {
  return {{{Optimizer::sgd, "sgd"}, {Optimizer::adamw, "adamw"}}};
}
constexpr EnumNames<BatchNorm, 2> enum_names(BatchNorm) {
  return {{{BatchNorm::running, "running"}, {BatchNorm::batch, "batch"}}};
}
constexpr EnumNames<Precision, 2> enum_names(Precision) {
  return {{{Precision::fp32, "fp32"}, {Precision::bf16, "bf16"}}};
}
constexpr EnumNames<KeepBest, 4> enum_names(KeepBest) {
  return {{{KeepBest::image_accuracy, "image_accuracy"},
           {KeepBest::patch_accuracy, "patch_accuracy"},
           {KeepBest::loss, "loss"},
           {KeepBest::none, "none"}}};
}

// How a model is trained. The defaults are the paper's recipe; presets (training/presets.h) change
// some of them.
struct Config {
  int epochs = 75;
  int batch = 64;
  int micro_batch = 8;
  int samples_per_image = 0;
  int regions_per_view = 12;
  int margin_px = 0;

  Optimizer optimizer = Optimizer::sgd;
  double momentum = 0.9;
  double weight_decay = 1e-4;
  double largest_gradient = 0;

  double learning_rate = 0.01;
  Schedule schedule = Schedule::step;
  double first_drop_epoch = 30;
  double drop_every_epochs = 10;
  double drop_factor = 0.1;
  double least_learning_rate = 1e-4;
  double warmup_epochs = 0;
  int first_trained_stage = 0;
  std::array<double, 5> stage_learning_rates = {1, 1, 1, 1, 1};

  BatchNorm batch_norm = BatchNorm::running;
  double label_smoothing = 0;
  double dropout = 0;
  double average_weights = 0;
  double mixup = 0;
  bool balance_classes = false;
  int augmented_copies = 0;
  Augmentation augmentation;

  KeepBest keep_best = KeepBest::image_accuracy;
  double checkpoint_minutes = 15;
  Precision precision = Precision::fp32;
  Seed seed = 1;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("epochs", c.epochs, "passes over the training images", between(1, 1e5));
  field("batch", c.batch, "samples of one update", between(1, 65536));
  field("micro_batch", c.micro_batch, "samples in memory at a time; gradients add up to a batch",
        between(1, 65536));
  field("samples_per_image", c.samples_per_image,
        "samples of an image in one epoch, others in the next; 0: all", between(0, 1e5));
  field("regions_per_view", c.regions_per_view, "key regions of each view to learn from",
        between(1, 1000));
  field("margin_px", c.margin_px,
        "kept around each patch, in patch pixels, for windows to be shifted and zoomed in",
        between(0, 1024));
  field("optimizer", c.optimizer, "how gradients become updates", unlimited());
  field("momentum", c.momentum, "of sgd; the first beta of adamw", between(0, 0.9999));
  field("weight_decay", c.weight_decay, "on every trained weight", between(0, 100));
  field("largest_gradient", c.largest_gradient, "longer gradients are cut to this norm; 0: never",
        between(0, 1e6));
  field("learning_rate", c.learning_rate, "of FDNet, at its highest", between(0, 10));
  field("schedule", c.schedule, "how the learning rate falls", unlimited());
  field("first_drop_epoch", c.first_drop_epoch, "step: when it falls first", between(0, 1e5));
  field("drop_every_epochs", c.drop_every_epochs, "step: and how often then", between(0.01, 1e5));
  field("drop_factor", c.drop_factor, "step: what it is multiplied by", between(0, 1));
  field("least_learning_rate", c.least_learning_rate, "it never falls below", between(0, 10));
  field("warmup_epochs", c.warmup_epochs, "it rises from 0 over these", between(0, 1e5));
  field("first_trained_stage", c.first_trained_stage,
        "0: the stem and all after it, 1 to 4: that stage and after, 5: only FDNet", between(0, 5));
  field("stage_learning_rates", c.stage_learning_rates,
        "factors on the learning rate for the stem and stages 1 to 4", between(0, 100));
  field("batch_norm", c.batch_norm, "statistics that batch norms of trained stages use",
        unlimited());
  field("label_smoothing", c.label_smoothing, "share of a label spread over all classes",
        between(0, 0.9));
  field("dropout", c.dropout, "share of an encoding's features hidden from FDNet",
        between(0, 0.95));
  field("average_weights", c.average_weights,
        "decay of a moving average of the weights, which is then the model; 0: none",
        between(0, 0.999999));
  field("mixup", c.mixup, "alpha of the beta distribution that samples are mixed by; 0: none",
        between(0, 10));
  field("balance_classes", c.balance_classes,
        "scores as if all classes were equally frequent, however many images each has (not with "
        "an SVM)",
        unlimited());
  field("augmented_copies", c.augmented_copies,
        "frozen encoders: number of augmented copies of each sample", between(0, 1000));
  field("augmentation", c.augmentation, "changes of the patches", unlimited());
  field("keep_best", c.keep_best,
        "what of the validation decides which epoch is kept; none: the last one", unlimited());
  field("checkpoint_minutes", c.checkpoint_minutes,
        "a checkpoint is written at least this often, and after each epoch", between(0, 1e5));
  field("precision", c.precision, "what the encoders compute in", unlimited());
  field("seed", c.seed, "of everything random", between(0, 9e15));
}

}  // namespace msmv::training
