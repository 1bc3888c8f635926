#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/experiments/experiment.h"
#include "msmv/experiments/unit.h"
#include "msmv/image/read.h"

namespace msmv::experiments {

// One row on one fold, by their places in their lists.
struct Task {
  std::size_t row = 0, fold = 0;
  UnitKeys keys;
  std::filesystem::path path;  // of its unit
  std::optional<Unit> result;
};

// The rows, data and folds that a run consists of.
struct RunOf {
  const std::vector<Experiment>& experiments;
  const dataset::Dataset& dataset;
  const std::vector<dataset::Fold>& folds;
  std::filesystem::path output;
  image::ReadOptions reading;
  std::string device;                                        // where networks learn
  std::function<std::string(const Experiment&)> encoder_id;  // of what an experiment begins with
};

// A task for each fold of each row that is not skipped, rows of members last; with their results,
// as far as they are there from before. Throws InputError when a picture can't be read.
std::vector<Task> find_tasks(const RunOf& run);

// The task of a row by its name. Throws std::invalid_argument when there is none.
const Task& task_of(const std::string& row, std::size_t fold, const std::vector<Task>& tasks,
                    const std::vector<Experiment>& experiments);

// The tasks that one trained network, or one set of trees, serves; those that are done and those of
// rows of members left out.
std::vector<std::vector<Task*>> groups_of(std::vector<Task>& tasks,
                                          const std::vector<Experiment>& experiments);

}  // namespace msmv::experiments
