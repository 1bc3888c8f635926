#pragma once

#include <optional>
#include <span>
#include <vector>

namespace msmv::metrics {

// The area under the ROC curve of one class against the rest: the chance that a case of the class
// has a higher score than a case of another, equal scores counting one half. None when one of the
// two sides has no cases. Throws std::invalid_argument for lengths that differ.
std::optional<double> auroc(std::span<const float> scores, const std::vector<bool>& is_of_class);

}  // namespace msmv::metrics
