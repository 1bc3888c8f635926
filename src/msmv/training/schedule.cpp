#include "msmv/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace msmv::training {
namespace {

double stepped(const Config& config, double epoch) {
  if (epoch < config.first_drop_epoch) {
    return config.learning_rate;
  }
  const double drops = 1 + std::floor((epoch - config.first_drop_epoch) / config.drop_every_epochs);
  return config.learning_rate * std::pow(config.drop_factor, drops);
}

double cosine(const Config& config, double epoch) {
  const double length = std::max(1e-9, config.epochs - config.warmup_epochs);
  const double done = std::clamp((epoch - config.warmup_epochs) / length, 0.0, 1.0);
  const double height = (1 + std::cos(std::numbers::pi * done)) / 2;
  return config.least_learning_rate + (config.learning_rate - config.least_learning_rate) * height;
}

}  // namespace

double learning_rate(const Config& config, double epoch) {
  if (epoch < config.warmup_epochs) {
    return config.learning_rate * epoch / config.warmup_epochs;
  }
  const double rate =
      config.schedule == Schedule::cosine ? cosine(config, epoch) : stepped(config, epoch);
  return std::max(rate, std::min(config.learning_rate, config.least_learning_rate));
}

}  // namespace msmv::training
