#include "msmv/values/class_scores.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace msmv {

std::size_t best_class(const ClassScores& scores) {
  if (scores.empty()) {
    throw std::invalid_argument("best_class: no scores");
  }
  return static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
}

// Relative to the largest, so that no power of all of them vanishes.
ClassScores at_temperature(const ClassScores& scores, double temperature) {
  if (!(temperature > 0)) {
    throw std::invalid_argument("at_temperature: a temperature that isn't above 0");
  }
  const double largest = scores.at(best_class(scores));
  std::vector<double> powers;
  double sum = 0;
  for (const float score : scores) {
    powers.push_back(std::pow(score / largest, 1 / temperature));
    sum += powers.back();
  }
  ClassScores tempered;
  for (const double power : powers) {
    tempered.push_back(static_cast<float>(power / sum));
  }
  return tempered;
}

}  // namespace msmv
