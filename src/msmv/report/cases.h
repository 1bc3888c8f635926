#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/report/prediction.h"
#include "msmv/values/class_scores.h"

namespace msmv::report {

// One image that was judged.
struct Case {
  std::string file;
  std::size_t truth = 0;
  std::optional<std::size_t> answer;  // none: it has no class, which counts as wrong
  std::string fault;                  // why
  bool is_unfit = false;              // no class because its tissue can't carry a diagnosis
  ClassScores scores;                 // empty when the predictions have none
  std::vector<int> votes;             // likewise
  std::string patient;                // never written: empty where unknown
  std::string model;                  // that judged it; empty where unknown
  bool is_right() const { return answer == truth; }
};

// The images of a selection with what was predicted of them. A prediction belongs to the image of
// the same name or path or, if neither fits, of the same file name where only one has it.
// Throws InputError, naming the files, when an image has no label or no prediction; and
// std::invalid_argument when the predictions' classes are not the data set's.
std::vector<Case> match(const dataset::Selection& selection, const PredictionTable& predictions);

// How many have no class because their tissue can't carry a diagnosis.
inline std::int64_t unfit_among(const std::vector<Case>& cases) {
  return std::ranges::count_if(cases, &Case::is_unfit);
}

}  // namespace msmv::report
