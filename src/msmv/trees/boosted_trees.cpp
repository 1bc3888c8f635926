#include "msmv/trees/boosted_trees.h"

#include <xgboost/c_api.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "msmv/values/decimal.h"

namespace msmv::trees {
namespace {

constexpr std::chrono::milliseconds kPause(200);

// XGBoost answers 0 for success and keeps the text of a fault.
void require(int answer) {
  if (answer != 0) {
    throw std::runtime_error(std::string("trees: XGBoost: ") + XGBGetLastError());
  }
}

std::shared_ptr<void> matrix_of(const Descriptors& descriptors) {
  DMatrixHandle handle = nullptr;
  require(XGDMatrixCreateFromMat(descriptors.values.data(), descriptors.count, descriptors.features,
                                 std::numeric_limits<float>::quiet_NaN(), &handle));
  return {handle, [](void* matrix) { XGDMatrixFree(matrix); }};
}

// So that the weights of each class that there is have the same sum, and all the sum of their
// number.
std::vector<float> balanced_weights(const std::vector<std::size_t>& labels, std::size_t classes) {
  std::vector<std::size_t> counts(classes, 0);
  for (const std::size_t label : labels) {
    ++counts[label];
  }
  const auto present = classes - static_cast<std::size_t>(std::ranges::count(counts, 0U));
  std::vector<float> weights;
  for (const std::size_t label : labels) {
    weights.push_back(static_cast<float>(labels.size()) /
                      static_cast<float>(present * counts[label]));
  }
  return weights;
}

std::shared_ptr<void> training_matrix(const Descriptors& descriptors,
                                      const std::vector<std::size_t>& labels, std::size_t classes,
                                      const Config& config) {
  auto matrix = matrix_of(descriptors);
  const std::vector<float> targets(labels.begin(), labels.end());
  require(XGDMatrixSetFloatInfo(matrix.get(), "label", targets.data(), targets.size()));
  if (config.balance_classes) {
    const auto weights = balanced_weights(labels, classes);
    require(XGDMatrixSetFloatInfo(matrix.get(), "weight", weights.data(), weights.size()));
  }
  return matrix;
}

// Sums over threads would depend on their number: one thread grows a model. Descriptors are few
// enough to try every threshold.
std::vector<std::pair<std::string, std::string>> settings_of(std::size_t classes,
                                                             const Config& config, Seed seed) {
  return {{"objective", "multi:softprob"},
          {"num_class", std::to_string(classes)},
          {"tree_method", "exact"},
          {"max_depth", std::to_string(config.depth)},
          {"eta", decimal(config.learning_rate)},
          {"colsample_bytree", decimal(config.feature_share)},
          {"min_child_weight", decimal(config.least_weight)},
          {"lambda", decimal(config.shrinkage)},
          {"seed", std::to_string(seed % std::numeric_limits<int>::max())},
          {"nthread", "1"},
          {"verbosity", "0"}};
}

// What the threads of the models and the one that waits for them tell each other.
struct Shared {
  std::atomic<int> rounds = 0;
  std::atomic<bool> is_stopped = false;
};

std::shared_ptr<void> grown(const std::shared_ptr<void>& matrix, std::size_t classes,
                            const Config& config, Seed seed, Shared& shared) {
  BoosterHandle handle = nullptr;
  const DMatrixHandle learnt_from = matrix.get();
  require(XGBoosterCreate(&learnt_from, 1, &handle));
  std::shared_ptr<void> booster(handle, [](void* model) { XGBoosterFree(model); });
  for (const auto& [name, value] : settings_of(classes, config, seed)) {
    require(XGBoosterSetParam(handle, name.c_str(), value.c_str()));
  }
  for (int round = 0; round < config.rounds && !shared.is_stopped; ++round) {
    require(XGBoosterUpdateOneIter(handle, round, learnt_from));
    ++shared.rounds;
  }
  return booster;
}

void check_labels(const Descriptors& descriptors, const std::vector<std::size_t>& labels,
                  std::size_t classes) {
  const bool are_known = std::ranges::all_of(labels, [&](std::size_t l) { return l < classes; });
  if (labels.empty() || labels.size() != descriptors.count || !are_known) {
    throw std::invalid_argument("trees: " + std::to_string(labels.size()) + " labels for " +
                                std::to_string(descriptors.count) + " descriptors and " +
                                std::to_string(classes) + " classes");
  }
}

}  // namespace

std::vector<ClassScores> BoostedTrees::scores(const Descriptors& descriptors) const {
  if (descriptors.features != features_) {
    throw std::invalid_argument("trees: descriptors of " + std::to_string(descriptors.features) +
                                " features, wanted " + std::to_string(features_));
  }
  const auto matrix = matrix_of(descriptors);
  std::vector<ClassScores> mean(descriptors.count, ClassScores(classes_, 0));
  for (const auto& model : models_) {
    bst_ulong length = 0;
    const float* probabilities = nullptr;  // [count, classes], XGBoost's until the next call
    require(XGBoosterPredict(model.get(), matrix.get(), 0, 0, 0, &length, &probabilities));
    for (std::size_t i = 0; i < descriptors.count; ++i) {
      for (std::size_t label = 0; label < classes_; ++label) {
        mean[i][label] += probabilities[i * classes_ + label] / static_cast<float>(models_.size());
      }
    }
  }
  return mean;
}

std::optional<BoostedTrees> grow(const Descriptors& descriptors,
                                 const std::vector<std::size_t>& labels, std::size_t classes,
                                 const Config& config, const Growth& growth) {
  check_labels(descriptors, labels, classes);
  BoostedTrees trees;
  trees.features_ = descriptors.features;
  trees.classes_ = classes;
  Shared shared;
  // A thread for each model, and a matrix, as XGBoost keeps sorted columns in it.
  std::vector<std::future<std::shared_ptr<void>>> growing;
  for (int model = 0; model < config.models; ++model) {
    growing.push_back(std::async(std::launch::async, [&, model] {
      return grown(training_matrix(descriptors, labels, classes, config), classes, config,
                   derive(growth.seed, static_cast<std::uint64_t>(model)), shared);
    }));
  }
  for (auto& model : growing) {
    while (model.wait_for(kPause) != std::future_status::ready) {
      shared.is_stopped = shared.is_stopped || growth.is_interrupted();
      growth.progress(shared.rounds, config.rounds * config.models);
    }
    trees.models_.push_back(model.get());
  }
  return shared.is_stopped ? std::nullopt : std::optional(std::move(trees));
}

}  // namespace msmv::trees
