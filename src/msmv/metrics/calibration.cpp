#include "msmv/metrics/calibration.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "msmv/vote/config.h"

namespace msmv::metrics {
namespace {

constexpr double kLeastScore = 1e-7;

double log_score(float score) {
  return std::log(std::max<double>(score, kLeastScore));
}

// log of the sum of exp(log(score) / temperature).
double log_sum(const ClassScores& scores, double temperature) {
  const double largest = log_score(*std::ranges::max_element(scores)) / temperature;
  double sum = 0;
  for (const float score : scores) {
    sum += std::exp(log_score(score) / temperature - largest);
  }
  return largest + std::log(sum);
}

}  // namespace

std::vector<ReliabilityBin> reliability(std::span<const double> confidences,
                                        const std::vector<bool>& right, std::size_t bins) {
  if (confidences.size() != right.size() || bins == 0) {
    throw std::invalid_argument("metrics::reliability: as many answers as confidences, and a bin");
  }
  std::vector<ReliabilityBin> result(bins);
  const auto width = 1 / static_cast<double>(bins);
  for (std::size_t i = 0; i < bins; ++i) {
    result[i].low = static_cast<double>(i) * width;
    result[i].high = static_cast<double>(i + 1) * width;
  }
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    if (!(confidences[i] >= 0 && confidences[i] <= 1)) {
      throw std::invalid_argument("metrics::reliability: a confidence outside [0, 1]");
    }
    const double place = std::ceil(confidences[i] * static_cast<double>(bins)) - 1;
    ReliabilityBin& bin = result[static_cast<std::size_t>(std::max(place, 0.0))];
    ++bin.cases;
    bin.right += right[i] ? 1 : 0;
    bin.mean_confidence += confidences[i];
  }
  for (ReliabilityBin& bin : result) {
    bin.mean_confidence /= static_cast<double>(std::max<std::size_t>(bin.cases, 1));
  }
  return result;
}

double expected_calibration_error(std::span<const ReliabilityBin> bins) {
  double sum = 0, cases = 0;
  for (const ReliabilityBin& bin : bins) {
    const auto count = static_cast<double>(bin.cases);
    sum += std::abs(static_cast<double>(bin.right) - count * bin.mean_confidence);
    cases += count;
  }
  return cases == 0 ? 0 : sum / cases;
}

double negative_log_likelihood(std::span<const ClassScores> scores,
                               std::span<const std::size_t> truth, double temperature) {
  if (scores.size() != truth.size() || scores.empty()) {
    throw std::invalid_argument("metrics::negative_log_likelihood: a truth for each score");
  }
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    sum += log_sum(scores[i], temperature) - log_score(scores[i].at(truth[i])) / temperature;
  }
  return sum / static_cast<double>(scores.size());
}

// The likelihood is convex in 1 / temperature, so that golden section over log(temperature), which
// keeps it unimodal, finds the one minimum.
double fit_temperature(std::span<const ClassScores> scores, std::span<const std::size_t> truth) {
  const auto loss = [&](double log_t) {
    return negative_log_likelihood(scores, truth, std::exp(log_t));
  };
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(vote::kLeastTemperature), high = std::log(vote::kMostTemperature);
  double left = high - golden * (high - low), right = low + golden * (high - low);
  double left_loss = loss(left), right_loss = loss(right);
  while (high - low > 1e-6) {
    if (left_loss < right_loss) {
      high = right;
      right = left;
      right_loss = left_loss;
      left = high - golden * (high - low);
      left_loss = loss(left);
    } else {
      low = left;
      left = right;
      left_loss = right_loss;
      right = low + golden * (high - low);
      right_loss = loss(right);
    }
  }
  return std::exp((low + high) / 2);
}

}  // namespace msmv::metrics
