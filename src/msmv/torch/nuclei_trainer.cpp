#include "msmv/torch/nuclei_trainer.h"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <future>

#include "msmv/nuclei/graph.h"
#include "msmv/torch/checkpoint.h"
#include "msmv/torch/graph_network.h"
#include "msmv/torch/map.h"
#include "msmv/torch/optimizer.h"
#include "msmv/torch/tensors.h"
#include "msmv/training/run_log.h"
#include "msmv/training/schedule.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

using nuclei::CropBatch;

constexpr std::size_t kStepsPerLine = 50;
constexpr std::size_t kStatisticsSteps = 100;  // until an average with a decay of 0.9 has settled

// The parts of the shared settings that a centre network's training uses; a step is an epoch.
training::Config settings_of(const nuclei::Recipe& recipe) {
  training::Config config;
  config.epochs = recipe.steps;
  config.optimizer = training::Optimizer::adamw;
  config.weight_decay = recipe.weight_decay;
  config.average_weights = recipe.average_weights;
  config.learning_rate = recipe.learning_rate;
  config.least_learning_rate = recipe.learning_rate / 1000;
  config.schedule = training::Schedule::cosine;
  config.warmup_epochs = recipe.warmup * recipe.steps;
  return config;
}

std::vector<Parameter> parameters_of(const GraphNetwork& network) {
  std::vector<Parameter> parameters;
  for (const auto& item : network->named_parameters()) {
    parameters.push_back({.name = item.key(), .value = item.value()});
  }
  return parameters;
}

torch::Tensor maps_of(const std::vector<float>& values, const CropBatch& batch) {
  const auto samples = static_cast<std::int64_t>(batch.crops.samples);
  const auto side = static_cast<std::int64_t>(batch.crops.side_px / 2);
  return torch::from_blob(const_cast<float*>(values.data()), {samples, side, side});
}

class NucleiTrainer {
 public:
  NucleiTrainer(const nuclei::NetworkConfig& network, const nuclei::Recipe& recipe,
                const nuclei::DrawCrops& draw, const weights::Tensors& weights,
                const nuclei::TrainingRun& run);
  training::Outcome train();
  weights::Tensors trained();

 private:
  void resume();
  void save();
  double update(const CropBatch& batch);
  void note(double loss, std::size_t steps);
  torch::Tensor logits_of(const CropBatch& batch);

  const nuclei::Recipe& recipe_;
  const nuclei::DrawCrops& draw_;
  const nuclei::TrainingRun& run_;
  training::Config config_;
  GraphNetwork network_;
  Updates updates_;
  NamedTensors state_;
  std::size_t step_ = 0;  // updates made
};

NucleiTrainer::NucleiTrainer(const nuclei::NetworkConfig& network, const nuclei::Recipe& recipe,
                             const nuclei::DrawCrops& draw, const weights::Tensors& weights,
                             const nuclei::TrainingRun& run)
    : recipe_(recipe),
      draw_(draw),
      run_(run),
      config_(settings_of(recipe)),
      network_(nuclei::graph_of(network)),
      updates_(parameters_of(network_), config_) {
  load(*network_, weights, "");
  updates_ = Updates(parameters_of(network_), config_);  // whose average begins with these weights
  network_->train_stages_from(0);
  for (const auto& item : state_of(*network_)) {
    state_["network." + item.key()] = item.value();
  }
  for (const auto& [name, tensor] : updates_.state()) {
    state_["updates." + name] = tensor;
  }
}

void NucleiTrainer::resume() {
  const auto path = run_.folder / "checkpoint.safetensors";
  const Json saved = training::read_checkpoint_state(path);
  if (saved.value("begun_from", "") != run_.begun_from) {
    throw InputError(path, "is of a run with other settings or data; name another folder");
  }
  if (!saved.contains("step") || !saved["step"].is_number_unsigned()) {
    throw InputError(path, "doesn't say where its run stood");
  }
  read_checkpoint(path, state_);
  step_ = saved["step"].get<std::size_t>();
}

void NucleiTrainer::save() {
  write_checkpoint(run_.folder / "checkpoint.safetensors", state_,
                   {{"begun_from", run_.begun_from}, {"step", step_}});
}

torch::Tensor NucleiTrainer::logits_of(const CropBatch& batch) {
  return network_->run(to_standard_colours(view_of(batch.crops).select(1, 0)), 0, 0).select(1, 0);
}

double NucleiTrainer::update(const CropBatch& batch) {
  const auto target = maps_of(batch.targets, batch), weight = maps_of(batch.weights, batch);
  updates_.clear_gradients();
  const auto logits = logits_of(batch);
  const auto error = (target - torch::sigmoid(logits)).abs().pow(recipe_.focus);
  const auto entropy =
      torch::binary_cross_entropy_with_logits(logits, target, {}, {}, at::Reduction::None);
  const auto loss = (error * entropy * weight).sum() / (target * weight).sum().clamp_min(1);
  loss.backward();
  const auto value = loss.item<double>();
  if (!std::isfinite(value) || !std::isfinite(updates_.limit_gradients())) {
    throw InputError(run_.folder, "training stopped at step " + std::to_string(step_ + 1) +
                                      ": the loss or its gradient is not finite; a lower "
                                      "learning_rate may help");
  }
  updates_.step(training::learning_rate(config_, static_cast<double>(step_)));
  return value;
}

void NucleiTrainer::note(double loss, std::size_t steps) {
  training::append_to_log(
      run_.folder / "log.jsonl",
      {{"event", "step"},
       {"epoch", step_},
       {"learning_rate", training::learning_rate(config_, static_cast<double>(step_))},
       {"train_loss", loss / static_cast<double>(steps)}});
}

training::Outcome NucleiTrainer::train() {
  using SaveClock = std::chrono::steady_clock;
  const bool is_resumed =
      run_.resume && std::filesystem::exists(run_.folder / "checkpoint.safetensors");
  if (is_resumed) {
    resume();
  }
  training::begin_log(run_.folder / "log.jsonl", static_cast<int>(step_));
  const auto last = static_cast<std::size_t>(recipe_.steps);
  auto saved = SaveClock::now();
  double sum = 0;
  std::size_t summed = 0;
  auto next = std::async(std::launch::async, draw_, step_);
  while (step_ < last) {
    const CropBatch batch = next.get();
    next = std::async(std::launch::async, draw_, step_ + 1);
    sum += update(batch);
    ++step_;
    ++summed;
    run_.progress(step_, sum / static_cast<double>(summed));
    if (step_ % kStepsPerLine == 0 || step_ == last) {
      note(sum, summed);
      sum = 0;
      summed = 0;
    }
    const std::chrono::duration<double> since = SaveClock::now() - saved;
    if (run_.is_interrupted() || step_ == last || since.count() > run_.checkpoint_minutes * 60) {
      save();
      saved = SaveClock::now();
    }
    if (step_ < last && run_.is_interrupted()) {
      return training::Outcome::interrupted;
    }
  }
  return training::Outcome::finished;
}

// The average's batch norms must not use statistics that were taken of the last weights.
weights::Tensors NucleiTrainer::trained() {
  updates_.swap_average();
  const torch::NoGradGuard no_grad;
  const auto first = static_cast<std::size_t>(recipe_.steps);
  for (std::size_t i = 0; config_.average_weights > 0 && i < kStatisticsSteps; ++i) {
    logits_of(draw_(first + i));
  }
  weights::Tensors tensors = tensors_of(*network_, "");
  updates_.swap_average();
  return tensors;
}

}  // namespace

training::Outcome train_nuclei_by_libtorch(const nuclei::NetworkConfig& network,
                                           const nuclei::Recipe& recipe,
                                           const nuclei::DrawCrops& draw, weights::Tensors& weights,
                                           const nuclei::TrainingRun& run) {
  std::filesystem::create_directories(run.folder);
  NucleiTrainer trainer(network, recipe, draw, weights, run);
  const training::Outcome outcome = trainer.train();
  if (outcome == training::Outcome::finished) {
    weights = trainer.trained();
  }
  return outcome;
}

}  // namespace msmv::libtorch
