#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "msmv/values/class_scores.h"

namespace msmv::metrics {

// The cases whose confidence lies in one bin.
struct ReliabilityBin {
  double low = 0, high = 0;  // low < confidence <= high; the first bin takes 0 too
  std::size_t cases = 0, right = 0;
  double mean_confidence = 0;  // 0 when there are no cases
};

// Bins of equal width over [0, 1]. Throws std::invalid_argument for lengths that differ, a
// confidence outside [0, 1] or no bins.
std::vector<ReliabilityBin> reliability(std::span<const double> confidences,
                                        const std::vector<bool>& right, std::size_t bins);

// Expected calibration error: the mean over all cases of |share right - mean confidence| of their
// bin (Naeini et al. 2015). It depends on the bins and is biased upwards with few cases: state
// both.
double expected_calibration_error(std::span<const ReliabilityBin> bins);

// Mean negative log-likelihood of the true classes at a temperature (at_temperature of
// values/class_scores.h). Scores of 0 are taken as 1e-7.
double negative_log_likelihood(std::span<const ClassScores> scores,
                               std::span<const std::size_t> truth, double temperature);

// The temperature with the least negative log-likelihood, between 0.05 and 20 (Guo et al. 2017).
// Fit it on cases that were not learnt from, and judge it on others than it was fitted on.
// Throws std::invalid_argument when there are no cases.
double fit_temperature(std::span<const ClassScores> scores, std::span<const std::size_t> truth);

}  // namespace msmv::metrics
