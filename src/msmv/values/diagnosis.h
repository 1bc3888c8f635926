#pragma once

#include <cstddef>
#include <vector>

#include "msmv/values/class_scores.h"
#include "msmv/values/key_region.h"

namespace msmv {

// The scores of one key region, seen in its view: one voter.
struct ViewScores {
  KeyRegion region;
  ClassScores scores;
};

// The outcome of the vote on one field.
struct Diagnosis {
  std::size_t label = 0;          // index into the model's classes
  std::vector<int> votes;         // voters for each class
  ClassScores scores;             // mean of the voters' scores
  std::vector<ViewScores> views;  // the voters, in the order they were asked
};

}  // namespace msmv
