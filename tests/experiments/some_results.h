#pragma once

#include "msmv/experiments/results.h"

namespace msmv::experiments {

inline dataset::Dataset four_images() {
  dataset::Dataset set{.source = "data <&>", .classes = {"one", "other"}, .samples = {}};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string name = std::to_string(i) + ".png";
    // The fingerprint reads the files: any will do.
    set.samples.push_back({.path = "/proc/self/exe", .name = name, .label = i % 2});
  }
  return set;
}

// An outcome of one fold with four images of two voters each; both are wrong on image `wrong`.
inline RowOutcome outcome_of(const std::string& name, const std::string& title, std::size_t wrong) {
  RowOutcome outcome;
  outcome.experiment.row = {.name = name, .path = {}, .title = title};
  outcome.experiment.judged.classes = {"one", "other"};
  outcome.experiment.model = outcome.experiment.judged;
  Unit unit{.key = "k", .build = "0.1", .row = name, .fold = "fold_1", .classes = {"one", "other"}};
  for (std::size_t i = 0; i < 4; ++i) {
    const bool says_other = (i % 2 == 1) != (i == wrong);
    const ClassScores scores = says_other ? ClassScores{0.2F, 0.8F} : ClassScores{0.7F, 0.3F};
    unit.images.push_back({std::to_string(i) + ".png", i % 2, {scores, scores}});
  }
  outcome.units.push_back(unit);
  outcome.cost = {.parameters = 1'540'000, .gflop = 41.6, .ms = 1234.6, .threads = 2};
  return outcome;
}

// Three rows: one with a name full of markup, one beside it, one that was left out.
inline Results some_results() {
  std::vector<RowOutcome> outcomes = {outcome_of("first", "First & <b>\"best\"</b> | 100 % _x_", 0),
                                      outcome_of("second", "Second", 1),
                                      {}};
  outcomes[0].experiment.row.table = Table::table4;
  outcomes[0].experiment.row.paper = {93, 94.8};
  outcomes[0].experiment.row.note = "a note";
  outcomes[1].experiment.row.table = Table::ablation;
  outcomes[2].experiment.row = {.name = "third", .path = {}, .title = "Third"};
  outcomes[2].experiment.row.table = Table::ablation;
  outcomes[2].experiment.skipped = "no pre-trained weights";
  return results_of(outcomes, four_images(),
                    {.budget = Budget::frozen,
                     .split = "four images, by <hand>",
                     .folds = 1,
                     .against = "first",
                     .seed = 1});
}

}  // namespace msmv::experiments
