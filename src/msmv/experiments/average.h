#pragma once

#include <string>
#include <vector>

#include "msmv/experiments/unit.h"

namespace msmv::experiments {

// Averages rows that classified the same images of a fold: of each image one voter, the mean
// over the rows of the mean of each row's voters. Throws std::invalid_argument for no rows, and
// when they did not classify the same images.
std::vector<JudgedImage> averaged(const std::vector<const Unit*>& members);

}  // namespace msmv::experiments
