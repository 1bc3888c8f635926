#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/experiments/runner.h"
#include "msmv/metrics/mcnemar.h"
#include "msmv/report/evaluation.h"

// The numbers of a run's tables, before they are laid out as Markdown, LaTeX, CSV or a page.

namespace msmv::experiments {

struct RowResult {
  Row row;
  Cost cost;
  std::string status;  // why figures are missing: skipped, failed, folds left; empty: none are
  std::size_t folds = 0;
  bool has_patches = true;                       // trees and averages judge images alone
  std::string settings;                          // fingerprint of everything that was set
  std::optional<report::Evaluation> evaluation;  // of the folds that are done
  std::optional<metrics::Comparison> against;    // it first, the row of comparison second
  // Right and all, of single voters; 0 of a row without patches.
  std::int64_t patches_right() const;
  std::int64_t patches() const;
};

struct Results {
  std::vector<RowResult> rows;
  std::string against;  // the name of the row of comparison
  std::string budget, split, data, data_fingerprint, builds;
  std::size_t folds = 0;
  Seed seed = 1;
};

// The run that results belong to.
struct ResultsOf {
  Budget budget = Budget::frozen;
  std::string split;  // the sentence that has to stand beside every figure
  std::size_t folds = 0;
  std::string against;
  Seed seed = 1;
};

// Throws InputError when a unit's images are not the data set's.
Results results_of(const std::vector<RowOutcome>& outcomes, const dataset::Dataset& dataset,
                   const ResultsOf& of);

}  // namespace msmv::experiments
