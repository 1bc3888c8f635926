#include "msmv/torch/trainer.h"

#include <c10/core/DeviceGuard.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <optional>

#include "msmv/torch/checkpoint.h"
#include "msmv/torch/device.h"
#include "msmv/torch/evaluation.h"
#include "msmv/torch/optimizer.h"
#include "msmv/torch/process_group.h"
#include "msmv/torch/tensors.h"
#include "msmv/torch/training_network.h"
#include "msmv/training/run_log.h"
#include "msmv/training/schedule.h"
#include "msmv/training/standing.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Larger is better.
double merit(const training::Validation& validation, training::KeepBest by) {
  switch (by) {
    case training::KeepBest::image_accuracy:
      return validation.image_accuracy;
    case training::KeepBest::patch_accuracy:
      return validation.patch_accuracy;
    case training::KeepBest::loss:
      return -validation.loss;
    case training::KeepBest::none:
      break;
  }
  return 0;
}

// The loss adds these to the logits, so that a class that is frequent among the training
// images need not be preferred by the network itself (deviation D49).
torch::Tensor log_frequencies(const std::vector<training::Image>& images, std::size_t classes) {
  std::vector<double> counts(classes, 0);
  for (const training::Image& image : images) {
    counts[image.label] += 1;
  }
  const auto frequencies = torch::tensor(counts, torch::kFloat32).clamp_min(1);
  return (frequencies / static_cast<double>(images.size())).log();
}

class Trainer {
 public:
  Trainer(const training::NetworkConfig& network, const training::Config& config,
          const training::Data& data, const weights::Tensors& initial,
          const training::RunOptions& run);
  training::Outcome run();

 private:
  void resume();
  // Throws InputError unless all processes of the group begin alike.
  void require_same_start();
  void save_checkpoint();
  // Updates until the epoch's end; false when interrupted.
  bool train_epoch();
  struct Sums;
  Sums add_gradients(std::span<const training::SampleOf> batch, std::size_t begin, std::size_t end);
  void update(std::span<const training::SampleOf> batch);
  void finish_epoch();
  void report(std::size_t epoch_samples) const;
  weights::Tensors weights_now() const;
  [[noreturn]] void stop_not_finite(const char* what, double value) const;

  Setting setting() { return {network_config_, config_, device_, group_}; }
  std::filesystem::path checkpoint_path() const { return run_.folder / "checkpoint.safetensors"; }
  std::filesystem::path log_path() const { return run_.folder / "log.jsonl"; }

  const training::NetworkConfig& network_config_;
  const training::Config& config_;
  const training::Data& data_;
  const weights::Tensors& initial_;
  const training::RunOptions& run_;
  torch::Device device_;
  Group group_;
  training::BatchMaker maker_;
  Network network_;
  Updates updates_;
  torch::Tensor class_shift_;  // on the logits of training samples
  NamedTensors state_;         // all tensors of a checkpoint, live
  training::Standing standing_;
  std::optional<double> validation_accuracy_;  // after the last epoch of this run
  double rate_ = 0;
  Clock::time_point started_ = Clock::now();
  Clock::time_point saved_ = Clock::now();
  std::size_t samples_this_run_ = 0;
};

Network loaded_network(const training::NetworkConfig& network, const training::Config& config,
                       bool has_encoders, const weights::Tensors& initial, torch::Device device) {
  Network made(network, config, has_encoders);
  for (const auto& part : made->named_children()) {
    load(*part.value(), initial, part.key() + ".");
  }
  made->to(device);
  return made;
}

Trainer::Trainer(const training::NetworkConfig& network, const training::Config& config,
                 const training::Data& data, const weights::Tensors& initial,
                 const training::RunOptions& run)
    : network_config_(network),
      config_(config),
      data_(data),
      initial_(initial),
      run_(run),
      device_(torch_device(run.device)),
      group_(Group::from_environment(device_)),
      maker_(data.training, network.classes, network.side_px, config),
      network_(loaded_network(network, config, !maker_.has_encodings(), initial, device_)),
      updates_(network_->trained_parameters(), config) {
  if (maker_.has_encodings() && config.first_trained_stage < kStages) {
    throw std::invalid_argument("training: encodings were given, but encoders are to be trained");
  }
  class_shift_ = torch::zeros({static_cast<std::int64_t>(network.classes)});
  if (config.balance_classes && network.fdnet.discriminator != fdnet::Discriminator::svm) {
    class_shift_ = log_frequencies(data.training, network.classes);
  }
  class_shift_ = class_shift_.to(device_);
  for (const auto& item : state_of(*network_)) {
    state_["network." + item.key()] = item.value();
  }
  for (const auto& [name, tensor] : updates_.state()) {
    state_["updates." + name] = tensor;
  }
}

void Trainer::resume() {
  const Json saved = training::read_checkpoint_state(checkpoint_path());
  const auto part = [&](const char* key) { return saved.contains(key) ? saved[key] : Json(); };
  const auto refuse = [&](const char* fault) { throw InputError(checkpoint_path(), fault); };
  if (part("config") != to_json(config_)) {
    refuse("is of a run with other settings; name another folder or give the same settings");
  }
  if (part("data") != data_.fingerprint) {
    refuse("is of a run on other data");
  }
  if (part("begun_from") != run_.begun_from) {
    refuse(saved.contains("begun_from")
               ? "is of a run that began with another model; name another folder or give the same "
                 "model and settings"
               : "is of an earlier version of msmv, which can't be resumed");
  }
  try {
    standing_ = training::standing_from(part("standing"));
  } catch (const nlohmann::json::exception&) {
    standing_.epoch = -1;
  }
  if (standing_.epoch < 0 || standing_.epoch > config_.epochs) {
    refuse("doesn't say where its run stood");
  }
  read_checkpoint(checkpoint_path(), state_);
}

void Trainer::save_checkpoint() {
  saved_ = Clock::now();
  if (!group_.is_first() || !run_.keeps_checkpoints) {
    return;
  }
  write_checkpoint(checkpoint_path(), state_,
                   {{"config", to_json(config_)},
                    {"data", data_.fingerprint},
                    {"begun_from", run_.begun_from},
                    {"standing", training::json_of(standing_)}});
}

void Trainer::require_same_start() {
  const Json start = {{"config", to_json(config_)},
                      {"data", data_.fingerprint},
                      {"begun_from", run_.begun_from},
                      {"standing", training::json_of(standing_)}};
  if (!group_.all_say(start.dump())) {
    throw InputError(run_.folder, "the processes don't begin from the same state");
  }
}

training::Outcome Trainer::run() {
  const bool is_resumed = run_.resume && std::filesystem::exists(checkpoint_path());
  if (is_resumed) {
    resume();
  }
  require_same_start();
  if (!is_resumed && network_->lacks_statistics()) {
    fit_statistics(network_, data_.training, setting(), [this](std::size_t done, std::size_t of) {
      if (group_.is_first()) {
        run_.statistics(done, of);
      }
    });
  }
  if (group_.is_first()) {
    training::begin_log(log_path(), standing_.epoch);
  }
  while (standing_.epoch < config_.epochs) {
    if (!train_epoch()) {
      save_checkpoint();
      return training::Outcome::interrupted;
    }
    finish_epoch();
  }
  return training::Outcome::finished;
}

bool Trainer::train_epoch() {
  const auto order = training::epoch_order(data_.training, config_, standing_.epoch);
  const auto batch = static_cast<std::size_t>(config_.batch);
  const std::size_t steps = (order.size() + batch - 1) / batch;
  network_->begin_training();
  while (standing_.step < steps) {
    // All stop together, whoever was interrupted.
    if (group_.sum(std::vector<double>{run_.is_interrupted() ? 1.0 : 0.0})[0] > 0) {
      return false;
    }
    rate_ = training::learning_rate(config_, standing_.epoch + static_cast<double>(standing_.step) /
                                                                   static_cast<double>(steps));
    const std::size_t first = standing_.step * batch;
    update(std::span(order).subspan(first, std::min(batch, order.size() - first)));
    ++standing_.step;
    if (group_.is_first()) {
      report(order.size());
    }
    if (seconds_since(saved_) > config_.checkpoint_minutes * 60) {
      save_checkpoint();
    }
  }
  return true;
}

// The sums over the micro-batches of a batch.
struct Trainer::Sums {
  double loss = 0, hits = 0;
};

// Adds the gradients of this process's part of a batch.
Trainer::Sums Trainer::add_gradients(std::span<const training::SampleOf> batch_samples,
                                     std::size_t begin, std::size_t end) {
  const auto micro = static_cast<std::size_t>(config_.micro_batch);
  const auto make = [&](std::size_t first) {
    return maker_.training(batch_samples, first, std::min(micro, end - first), standing_.epoch);
  };
  Sums sums;
  auto next = std::async(std::launch::async, make, begin);
  for (std::size_t first = begin; first < end; first += micro) {
    const training::Batch batch = next.get();
    if (first + micro < end) {
      next = std::async(std::launch::async, make, first + micro);
    }
    const auto epoch = static_cast<std::uint64_t>(standing_.epoch);
    const Seed noise = derive(derive(config_.seed, 0x100 + epoch), standing_.step << 20U | first);
    const auto logits = network_->forward(batch, device_, noise);
    const auto loss = network_->loss(logits + class_shift_, batch, batch_samples.size());
    loss.backward();
    sums.loss += loss.item<double>();
    const auto said = logits.argmax(1).to(torch::kCPU);
    for (std::size_t i = 0; i < batch.samples; ++i) {
      const auto label = said[static_cast<std::int64_t>(i)].item<std::int64_t>();
      sums.hits += static_cast<std::size_t>(label) == batch.labels[i] ? 1 : 0;
    }
  }
  return sums;
}

void Trainer::update(std::span<const training::SampleOf> batch) {
  const auto rank = static_cast<std::size_t>(group_.rank());
  const auto size = static_cast<std::size_t>(group_.size());
  const std::size_t begin = batch.size() * rank / size;
  const std::size_t end = batch.size() * (rank + 1) / size;
  updates_.clear_gradients();
  const Sums mine = begin < end ? add_gradients(batch, begin, end) : Sums{};
  group_.sum(updates_.gradients());
  const auto sums = group_.sum(std::vector<double>{mine.loss, mine.hits});
  if (!std::isfinite(sums[0])) {
    stop_not_finite("loss", sums[0]);
  }
  const double length = updates_.limit_gradients();
  if (!std::isfinite(length)) {
    stop_not_finite("length of the gradients", length);
  }
  updates_.step(rate_);
  standing_.loss_sum += sums[0] * static_cast<double>(batch.size());
  standing_.hits += static_cast<std::size_t>(sums[1]);
  standing_.samples += batch.size();
  samples_this_run_ += batch.size();
}

void Trainer::finish_epoch() {
  const auto samples = static_cast<double>(standing_.samples);
  Json line = {{"event", "epoch"},
               {"epoch", standing_.epoch + 1},
               {"learning_rate", rate_},
               {"train_loss", standing_.loss_sum / samples},
               {"train_accuracy", static_cast<double>(standing_.hits) / samples},
               {"train_samples", standing_.samples}};
  updates_.swap_average();
  bool is_best = true;
  if (!data_.validation.empty()) {
    const auto validation = evaluate(network_, data_.validation, setting());
    validation_accuracy_ = validation.image_accuracy;
    const double reached = merit(validation, config_.keep_best);
    is_best = config_.keep_best == training::KeepBest::none || !standing_.best ||
              reached > *standing_.best;
    if (is_best) {
      standing_.best = reached;
      standing_.best_epoch = standing_.epoch + 1;
    }
    line.update(training::log_entries(validation));
    line["best_epoch"] = standing_.best_epoch;
  }
  if (is_best && run_.keep && group_.is_first()) {
    run_.keep(weights_now(), line);
  }
  updates_.swap_average();
  if (group_.is_first()) {
    line["seconds"] = seconds_since(started_);
    training::append_to_log(log_path(), line);
  }
  standing_ = {
      .epoch = standing_.epoch + 1, .best = standing_.best, .best_epoch = standing_.best_epoch};
  save_checkpoint();
}

weights::Tensors Trainer::weights_now() const {
  weights::Tensors now = initial_;
  for (auto& [name, tensor] : tensors_of(*network_, "")) {
    now[name] = std::move(tensor);
  }
  return now;
}

void Trainer::report(std::size_t epoch_samples) const {
  training::Progress progress{.epoch = standing_.epoch + 1, .epochs = config_.epochs};
  const auto seen = static_cast<double>(standing_.samples);
  progress.of = epoch_samples * static_cast<std::size_t>(config_.epochs);
  progress.samples = epoch_samples * static_cast<std::size_t>(standing_.epoch) + standing_.samples;
  progress.loss = standing_.loss_sum / seen;
  progress.accuracy = static_cast<double>(standing_.hits) / seen;
  progress.validation_accuracy = validation_accuracy_;
  progress.samples_per_s = static_cast<double>(samples_this_run_) / seconds_since(started_);
  progress.seconds_left =
      static_cast<double>(progress.of - progress.samples) / progress.samples_per_s;
  run_.progress(progress);
}

void Trainer::stop_not_finite(const char* what, double value) const {
  throw InputError(run_.folder, "training stopped in epoch " + std::to_string(standing_.epoch + 1) +
                                    ": the " + what + " is " + std::to_string(value) +
                                    "; checkpoint.safetensors is the last good state, if there is "
                                    "one; a lower learning_rate may help");
}

}  // namespace

training::Outcome train_by_libtorch(const training::NetworkConfig& network,
                                    const training::Config& config, const training::Data& data,
                                    const weights::Tensors& initial,
                                    const training::RunOptions& run) {
  std::filesystem::create_directories(run.folder);
  if (run.threads > 0) {
    at::set_num_threads(run.threads);  // LibTorch's own count is one on some processors
  }
  const c10::DeviceGuard guard(torch_device(run.device));  // nothing of this process's on another
  return Trainer(network, config, data, initial, run).run();
}

}  // namespace msmv::libtorch
