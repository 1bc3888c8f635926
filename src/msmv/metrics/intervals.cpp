#include "msmv/metrics/intervals.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

namespace msmv::metrics {
namespace {

constexpr double kNormal975 = 1.959963984540054;  // 97.5th percentile of the normal distribution

// One class's recall in one draw: each case right with the probability that was seen. Written out
// because std::binomial_distribution differs between standard libraries.
double drawn_recall(std::int64_t right, std::int64_t all, std::mt19937_64& random) {
  std::int64_t drawn = 0;
  for (std::int64_t i = 0; i < all; ++i) {
    drawn += random() % static_cast<std::uint64_t>(all) < static_cast<std::uint64_t>(right) ? 1 : 0;
  }
  return static_cast<double>(drawn) / static_cast<double>(all);
}

// How many cases of each class, and how many of them right.
struct Tally {
  std::vector<double> all, right;

  explicit Tally(std::size_t classes) : all(classes), right(classes) {}
  void add(const Tally& other) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] += other.all[i];
      right[i] += other.right[i];
    }
  }
  double accuracy() const {
    return std::accumulate(right.begin(), right.end(), 0.0) /
           std::accumulate(all.begin(), all.end(), 0.0);
  }
  double balanced_accuracy() const {
    double sum = 0, classes = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      sum += all[i] > 0 ? right[i] / all[i] : 0;
      classes += all[i] > 0 ? 1 : 0;
    }
    return sum / classes;
  }
};

std::vector<Tally> tallies_of(std::span<const ClusteredCase> cases, std::size_t classes) {
  std::vector<Tally> tallies;
  for (const ClusteredCase& one : cases) {
    while (tallies.size() <= one.cluster) {
      tallies.emplace_back(classes);
    }
    tallies[one.cluster].all.at(one.truth) += 1;
    tallies[one.cluster].right.at(one.truth) += one.is_right ? 1 : 0;
  }
  return tallies;
}

Interval middle_95(std::vector<double> drawn) {
  std::ranges::sort(drawn);
  const auto tail = static_cast<std::size_t>(0.025 * static_cast<double>(drawn.size()));
  return {drawn[tail], drawn[drawn.size() - 1 - tail]};
}

}  // namespace

Interval wilson(std::int64_t right, std::int64_t all) {
  if (all <= 0 || right < 0 || right > all) {
    throw std::invalid_argument("metrics::wilson: expected 0 <= right <= all, all > 0");
  }
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(right) / n;
  const double z2 = kNormal975 * kNormal975;
  const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half =
      kNormal975 / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {right == 0 ? 0 : centre - half, right == all ? 1 : centre + half};
}

Interval balanced_accuracy_interval(const Confusion& confusion, const BootstrapConfig& config) {
  if (config.draws < 40 || confusion.total() == 0) {
    throw std::invalid_argument("metrics::balanced_accuracy_interval: too few draws or no cases");
  }
  std::mt19937_64 random(config.seed);
  std::vector<double> drawn(static_cast<std::size_t>(config.draws));
  for (double& mean : drawn) {
    double classes = 0;
    for (std::size_t i = 0; i < confusion.class_count; ++i) {
      if (const std::int64_t all = confusion.of_class(i); all > 0) {
        mean += drawn_recall(confusion.at(i, i), all, random);
        ++classes;
      }
    }
    mean /= classes;
  }
  return middle_95(std::move(drawn));
}

ClusterIntervals cluster_intervals(std::span<const ClusteredCase> cases, std::size_t classes,
                                   const BootstrapConfig& config) {
  if (config.draws < 40 || cases.empty()) {
    throw std::invalid_argument("metrics::cluster_intervals: too few draws or no cases");
  }
  const std::vector<Tally> tallies = tallies_of(cases, classes);
  std::mt19937_64 random(config.seed);
  std::vector<double> accuracies, balanced;
  for (int draw = 0; draw < config.draws; ++draw) {
    Tally drawn(classes);
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      drawn.add(tallies[random() % tallies.size()]);
    }
    accuracies.push_back(drawn.accuracy());
    balanced.push_back(drawn.balanced_accuracy());
  }
  return {tallies.size(), middle_95(std::move(accuracies)), middle_95(std::move(balanced))};
}

}  // namespace msmv::metrics
