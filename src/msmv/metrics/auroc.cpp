#include "msmv/metrics/auroc.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace msmv::metrics {

// Mann and Whitney's U from the ranks of the scores, equal scores sharing their mean rank.
std::optional<double> auroc(std::span<const float> scores, const std::vector<bool>& is_of_class) {
  if (scores.size() != is_of_class.size()) {
    throw std::invalid_argument("metrics::auroc: as many scores as cases expected");
  }
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return scores[i]; });
  double rank_sum = 0, inside = 0;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    std::size_t of_class = 0;
    while (end < order.size() && scores[order[end]] == scores[order[first]]) {
      of_class += is_of_class[order[end++]] ? 1 : 0;
    }
    const double mean_rank = (static_cast<double>(first + 1) + static_cast<double>(end)) / 2;
    rank_sum += mean_rank * static_cast<double>(of_class);
    inside += static_cast<double>(of_class);
    first = end;
  }
  const double outside = static_cast<double>(scores.size()) - inside;
  if (inside == 0 || outside == 0) {
    return std::nullopt;
  }
  return (rank_sum - inside * (inside + 1) / 2) / (inside * outside);
}

}  // namespace msmv::metrics
