#include "msmv/metrics/centre_match.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace msmv::metrics {

std::size_t matched(std::span<const Point> found, std::span<const Point> truth, double reach) {
  std::vector<std::size_t> by_x(truth.size());
  for (std::size_t i = 0; i < by_x.size(); ++i) {
    by_x[i] = i;
  }
  std::ranges::sort(by_x, {}, [&](std::size_t i) { return truth[i].x; });
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto near = std::ranges::lower_bound(by_x, found[i].x - reach, {},
                                         [&](std::size_t j) { return truth[j].x; });
    for (; near != by_x.end() && truth[*near].x <= found[i].x + reach; ++near) {
      const double distance = std::hypot(found[i].x - truth[*near].x, found[i].y - truth[*near].y);
      if (distance <= reach) {
        pairs.emplace_back(distance, i, *near);
      }
    }
  }
  std::ranges::sort(pairs);
  std::vector<bool> is_found(found.size()), is_true(truth.size());
  std::size_t count = 0;
  for (const auto& [distance, i, j] : pairs) {
    if (!is_found[i] && !is_true[j]) {
      is_found[i] = is_true[j] = true;
      ++count;
    }
  }
  return count;
}

Detection detection(std::size_t matches, std::size_t found, std::size_t truth) {
  if (found == 0 && truth == 0) {
    return {1, 1, 1};
  }
  const auto share = [&](std::size_t of) {
    return of == 0 ? 0 : static_cast<double>(matches) / static_cast<double>(of);
  };
  return {2 * static_cast<double>(matches) / static_cast<double>(found + truth), share(found),
          share(truth)};
}

}  // namespace msmv::metrics
