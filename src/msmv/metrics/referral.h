#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace msmv::metrics {

// What is left to the classifier when every case below a confidence goes to a human.
struct ReferralPoint {
  double least_confidence = 0;  // of the cases kept
  std::size_t referred = 0, kept = 0, kept_right = 0;
};

// From none referred to all but the most confident; cases of equal confidence go together. Each
// point keeps at least one case. Throws std::invalid_argument for lengths that differ.
std::vector<ReferralPoint> referral_curve(std::span<const double> confidences,
                                          const std::vector<bool>& right);

// The point of a curve that refers fewest and keeps cases of which at least this share is right;
// null where no point does.
const ReferralPoint* fewest_referred(std::span<const ReferralPoint> curve, double share_right);

}  // namespace msmv::metrics
