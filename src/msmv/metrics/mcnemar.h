#pragma once

#include <cstdint>
#include <vector>

namespace msmv::metrics {

// Two classifiers on the same cases.
struct Comparison {
  std::int64_t both_right = 0, only_first_right = 0, only_second_right = 0, both_wrong = 0;
  double p_value = 1;
};

// McNemar's test, exact and two-sided: of the cases that only one got right, as many as that by
// chance? (Binomial with 1/2; the chi-squared form is not to be trusted below some 25 such cases.)
// Throws std::invalid_argument for lengths that differ.
Comparison mcnemar(const std::vector<bool>& first_right, const std::vector<bool>& second_right);

}  // namespace msmv::metrics
