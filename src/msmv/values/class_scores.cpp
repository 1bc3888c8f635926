#include "msmv/values/class_scores.h"

#include <algorithm>
#include <stdexcept>

namespace msmv {

std::size_t best_class(const ClassScores& scores) {
  if (scores.empty()) {
    throw std::invalid_argument("best_class: no scores");
  }
  return static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin());
}

}  // namespace msmv
