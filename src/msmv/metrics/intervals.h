#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "msmv/metrics/confusion.h"
#include "msmv/values/seed.h"

namespace msmv::metrics {

// A 95 % confidence interval of a share.
struct Interval {
  double low = 0, high = 0;
};

// Wilson's score interval of `right` out of `all`. Chosen over the plain normal interval, which at
// 48 of 50 promises too much and leaves [0, 1] near its ends, and over Clopper and Pearson's, which
// is wider than it need be: Wilson's covers 95 % on average even for some ten cases (Brown, Cai,
// DasGupta 2001). Cases must be independent; several images of one patient are not.
// Throws std::invalid_argument unless 0 <= right <= all and all > 0.
Interval wilson(std::int64_t right, std::int64_t all);

// Percentile bootstrap of the balanced accuracy, the cases of each class drawn again among
// themselves (so that no draw loses a class). A class without any error, or without a right answer,
// adds no spread: with few cases the interval is then too narrow.
struct BootstrapConfig {
  int draws = 10'000;
  Seed seed = 1;
};
Interval balanced_accuracy_interval(const Confusion& confusion, const BootstrapConfig& config);

// One case for a bootstrap by cluster: images of one patient are not independent of each other.
struct ClusteredCase {
  std::size_t cluster = 0;  // patients, numbered from 0
  std::size_t truth = 0;    // the class
  bool is_right = false;
};

// Percentile bootstrap of accuracy and balanced accuracy, whole clusters drawn again with all their
// cases; of a draw that misses a class, the mean over the classes that it has (Field and Welsh
// 2007). With few clusters such intervals are too narrow. Throws std::invalid_argument for no cases
// or too few draws.
struct ClusterIntervals {
  std::size_t clusters = 0;
  Interval accuracy, balanced_accuracy;
};
ClusterIntervals cluster_intervals(std::span<const ClusteredCase> cases, std::size_t classes,
                                   const BootstrapConfig& config);

}  // namespace msmv::metrics
