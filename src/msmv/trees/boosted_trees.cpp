#include "msmv/trees/boosted_trees.h"

#include <xgboost/c_api.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "msmv/pipeline/threads.h"
#include "msmv/values/decimal.h"

namespace msmv::trees {
namespace {

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

// The models' threads share the count of all rounds, and whoever is told of them.
class Rounds {
 public:
  Rounds(const Config& config, const Growth& growth)
      : all_(config.rounds * config.models), growth_(growth) {}

  // Whether to go on.
  bool begin() {
    is_stopped_ = is_stopped_ || growth_.is_interrupted();
    return !is_stopped_;
  }
  void finish() {
    const std::scoped_lock lock(telling_);
    growth_.progress(++done_, all_);
  }
  bool is_stopped() const { return is_stopped_; }

 private:
  int all_, done_ = 0;
  const Growth& growth_;
  std::mutex telling_;
  std::atomic<bool> is_stopped_ = false;
};

std::shared_ptr<void> grown(const std::shared_ptr<void>& matrix, std::size_t classes,
                            const Config& config, Seed seed, Rounds& rounds) {
  BoosterHandle handle = nullptr;
  const DMatrixHandle learnt_from = matrix.get();
  require(XGBoosterCreate(&learnt_from, 1, &handle));
  std::shared_ptr<void> booster(handle, [](void* model) { XGBoosterFree(model); });
  for (const auto& [name, value] : settings_of(classes, config, seed)) {
    require(XGBoosterSetParam(handle, name.c_str(), value.c_str()));
  }
  for (int round = 0; round < config.rounds && rounds.begin(); ++round) {
    require(XGBoosterUpdateOneIter(handle, round, learnt_from));
    rounds.finish();
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
  Rounds rounds(config, growth);
  trees.models_.resize(static_cast<std::size_t>(config.models));
  on_threads(growth.threads, [&] {
    for_each_of(trees.models_.size(), [&](std::size_t model) {
      // Each has its own matrix, as XGBoost keeps sorted columns in it.
      trees.models_[model] = grown(training_matrix(descriptors, labels, classes, config), classes,
                                   config, derive(growth.seed, model), rounds);
    });
  });
  return rounds.is_stopped() ? std::nullopt : std::optional(std::move(trees));
}

}  // namespace msmv::trees
