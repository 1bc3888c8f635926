#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/experiments/cost.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/experiment.h"
#include "msmv/experiments/unit.h"
#include "msmv/image/read.h"

namespace msmv::experiments {

// How far a run is. Work is counted in GFLOP: of encoding and of training, as far as they are still
// to be done.
struct Standing {
  double done_gflop = 0, all_gflop = 0;
  std::size_t units_done = 0, units = 0;
  std::string now;  // what is being done
};

struct RunOptions {
  std::filesystem::path output, store;
  image::ReadOptions reading;
  std::string device = "cpu";
  int threads = 0;                                              // 0: all
  std::function<bool()> is_interrupted = [] { return false; };  // asked by any thread
  std::function<void(const Standing&)> progress = [](const Standing&) {};
  // Of a row, or of what is left out of it.
  std::function<void(const std::string& row, const std::string& fault)> failed =
      [](const std::string&, const std::string&) {};
};

// The outcome of one row.
struct RowOutcome {
  Experiment experiment;
  std::vector<Unit> units;  // of the folds that were finished, in their order
  std::string fault;        // of the first fold that failed
  Cost cost;
};

// Runs experiments on all folds. Each (row, fold) is a unit: its result stands in
// OUTPUT/units/ROW/FOLD.json and is taken from there when everything that decides it is the same.
// Rows that differ only in how they judge share one trained network; encodings are made once for
// all. A row that fails (InputError) is recorded and the others go on. Interrupted, it returns what
// there is: `units` then lacks folds.
std::vector<RowOutcome> run(const std::vector<Experiment>& experiments,
                            const dataset::Dataset& dataset,
                            const std::vector<dataset::Fold>& folds, const Encoders& encoders,
                            const RunOptions& options);

}  // namespace msmv::experiments
