#pragma once

#include <vector>

#include "msmv/values/diagnosis.h"
#include "msmv/vote/config.h"

namespace msmv::vote {

// Decides the class of one field by vote. Each voter votes for its likeliest class (the first
// of equals); the class with most votes wins; a tie goes to the class with the larger summed
// score, then to the one that comes first (deviation D1). The result, rounding included, doesn't
// depend on the order of the voters; only Diagnosis::views keeps it.
// Throws std::invalid_argument without voters, for voters of different length or without classes,
// and for scores that are not finite.
Diagnosis decide(std::vector<ViewScores> views, const Config& config);

}  // namespace msmv::vote
