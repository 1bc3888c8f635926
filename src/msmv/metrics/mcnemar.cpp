#include "msmv/metrics/mcnemar.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace msmv::metrics {
namespace {

// P(X <= few) of a binomial of n draws with 1/2; logarithms keep large n from underflowing.
double lower_tail(std::int64_t few, std::int64_t n) {
  double sum = 0;
  const auto total = static_cast<double>(n);
  for (std::int64_t i = 0; i <= few; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(total + 1) - std::lgamma(k + 1) - std::lgamma(total - k + 1) -
                    total * std::log(2.0));
  }
  return sum;
}

}  // namespace

Comparison mcnemar(const std::vector<bool>& first_right, const std::vector<bool>& second_right) {
  if (first_right.size() != second_right.size()) {
    throw std::invalid_argument("metrics::mcnemar: the same cases expected of both");
  }
  Comparison result;
  for (std::size_t i = 0; i < first_right.size(); ++i) {
    if (first_right[i]) {
      ++(second_right[i] ? result.both_right : result.only_first_right);
    } else {
      ++(second_right[i] ? result.only_second_right : result.both_wrong);
    }
  }
  const std::int64_t split = result.only_first_right + result.only_second_right;
  const std::int64_t fewer = std::min(result.only_first_right, result.only_second_right);
  result.p_value = split == 0 ? 1 : std::min(1.0, 2 * lower_tail(fewer, split));
  return result;
}

}  // namespace msmv::metrics
