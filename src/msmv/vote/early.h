#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "msmv/values/class_scores.h"
#include "msmv/vote/config.h"

// When a vote may stop before all voters were asked, with the answer of all of them. It is exact:
// it stops as soon as, and only when, no scores of the rest could change the class, ties included.

namespace msmv::vote {

// The class that decide() gives to `so_far` and any `remaining` voters more, if it is one class
// whatever their scores. Scores lie between 0 and 1.
// Throws std::invalid_argument as decide() does.
std::optional<std::size_t> settled(const std::vector<ClassScores>& so_far, std::size_t remaining,
                                   const Config& config);

// How many of the `remaining` voters to ask next, all at once: as few as would settle the vote if
// they agreed and were nearly certain. `classes` counts those of the model.
std::size_t next_to_ask(const std::vector<ClassScores>& so_far, std::size_t remaining,
                        std::size_t classes, const Config& config);

}  // namespace msmv::vote
