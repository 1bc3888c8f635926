#include "msmv/experiments/tasks.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "msmv/config/json.h"

namespace msmv::experiments {
namespace {

std::string reading_of(const image::ReadOptions& reading) {
  const auto& given = reading.given_um_per_px;
  const Json json = {{"assumed", reading.assumed_um_per_px},
                     {"given", given ? Json{given->x, given->y} : Json()}};
  return json.dump();
}

Task task_for(std::size_t row, std::size_t fold, UnitKeys keys, const RunOf& run) {
  Task task{row, fold, std::move(keys), {}, {}};
  task.path =
      run.output / "units" / run.experiments[row].row.name / (run.folds[fold].name + ".json");
  task.result = read_unit(task.path, task.keys.unit);
  return task;
}

// Keys are made of the members'.
void add_averages(std::size_t row, const RunOf& run, std::vector<Task>& tasks) {
  for (std::size_t fold = 0; fold < run.folds.size(); ++fold) {
    std::vector<UnitKeys> keys;
    for (const std::string& member : run.experiments[row].row.members) {
      keys.push_back(task_of(member, fold, tasks, run.experiments).keys);
    }
    tasks.push_back(task_for(row, fold, keys_of_average(keys), run));
  }
}

}  // namespace

std::vector<Task> find_tasks(const RunOf& run) {
  UnitSource source{.data = fingerprint(run.dataset),
                    .encoder = "",
                    .reading = reading_of(run.reading),
                    .device = run.device};
  std::vector<Task> tasks;
  std::vector<std::size_t> averages;
  for (std::size_t row = 0; row < run.experiments.size(); ++row) {
    const Experiment& experiment = run.experiments[row];
    if (!experiment.skipped.empty()) {
      continue;
    }
    if (experiment.judge() == Judge::members) {
      averages.push_back(row);
      continue;
    }
    source.encoder = run.encoder_id(experiment);
    for (std::size_t fold = 0; fold < run.folds.size(); ++fold) {
      tasks.push_back(
          task_for(row, fold, keys_of(experiment, run.dataset, run.folds[fold], source), run));
    }
  }
  for (const std::size_t row : averages) {
    add_averages(row, run, tasks);
  }
  return tasks;
}

const Task& task_of(const std::string& row, std::size_t fold, const std::vector<Task>& tasks,
                    const std::vector<Experiment>& experiments) {
  const auto found = std::ranges::find_if(tasks, [&](const Task& task) {
    return task.fold == fold && experiments[task.row].row.name == row;
  });
  if (found == tasks.end()) {
    throw std::invalid_argument("experiments: no task of row " + row);
  }
  return *found;
}

std::vector<std::vector<Task*>> groups_of(std::vector<Task>& tasks,
                                          const std::vector<Experiment>& experiments) {
  std::map<std::string, std::vector<Task*>> by_key;
  std::vector<std::string> order;
  for (Task& task : tasks) {
    if (task.result || experiments[task.row].judge() == Judge::members) {
      continue;
    }
    auto& group = by_key[task.keys.training];
    if (group.empty()) {
      order.push_back(task.keys.training);
    }
    group.push_back(&task);
  }
  std::vector<std::vector<Task*>> groups;
  for (const std::string& key : order) {
    groups.push_back(std::move(by_key.at(key)));
  }
  return groups;
}

}  // namespace msmv::experiments
