#include "msmv/metrics/referral.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace msmv::metrics {

std::vector<ReferralPoint> referral_curve(std::span<const double> confidences,
                                          const std::vector<bool>& right) {
  if (confidences.size() != right.size()) {
    throw std::invalid_argument("metrics::referral_curve: as many answers as confidences");
  }
  std::vector<std::size_t> order(confidences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return confidences[i]; });
  std::vector<ReferralPoint> curve;
  std::size_t kept_right = static_cast<std::size_t>(std::ranges::count(right, true));
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double confidence = confidences[order[i]];
    if (i == 0 || confidence > confidences[order[i - 1]]) {
      curve.push_back({confidence, i, order.size() - i, kept_right});
    }
    kept_right -= right[order[i]] ? 1 : 0;
  }
  return curve;
}

const ReferralPoint* fewest_referred(std::span<const ReferralPoint> curve, double share_right) {
  const auto found = std::ranges::find_if(curve, [share_right](const ReferralPoint& point) {
    return static_cast<double>(point.kept_right) >= share_right * static_cast<double>(point.kept);
  });
  return found == curve.end() ? nullptr : &*found;
}

}  // namespace msmv::metrics
