#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "msmv/trees/config.h"
#include "msmv/trees/descriptors.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/seed.h"

namespace msmv::trees {

// How trees are grown: from which seed, on how many threads (0: all), and who is asked (by several
// threads at once) and told (by one at a time) at each round of each model.
struct Growth {
  Seed seed = 1;
  int threads = 0;
  std::function<bool()> is_interrupted = [] { return false; };
  std::function<void(int rounds, int of)> progress = [](int, int) {};  // of all models together
};

// Gradient-boosted trees that tell classes by descriptors, by XGBoost (Chen, Guestrin: XGBoost: A
// scalable tree boosting system. KDD 2016).
class BoostedTrees {
 public:
  // The mean probabilities of all models for each descriptor. Throws std::invalid_argument for
  // descriptors of another number of features.
  std::vector<ClassScores> scores(const Descriptors& descriptors) const;

 private:
  friend std::optional<BoostedTrees> grow(const Descriptors&, const std::vector<std::size_t>&,
                                          std::size_t, const Config&, const Growth&);
  std::size_t features_ = 0, classes_ = 0;
  std::vector<std::shared_ptr<void>> models_;
};

// Trees grown on descriptors, of which each has the label at its place; nothing when interrupted.
// Each model grows on one thread: the same seed gives the same trees, whatever their number. Throws
// std::invalid_argument when labels are too few, too many or none of `classes`.
std::optional<BoostedTrees> grow(const Descriptors& descriptors,
                                 const std::vector<std::size_t>& labels, std::size_t classes,
                                 const Config& config, const Growth& growth = {});

}  // namespace msmv::trees
