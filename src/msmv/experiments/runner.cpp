#include "msmv/experiments/runner.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <variant>

#include "msmv/experiments/average.h"
#include "msmv/experiments/cost_record.h"
#include "msmv/experiments/pictures.h"
#include "msmv/experiments/tasks.h"
#include "msmv/experiments/trees_run.h"
#include "msmv/experiments/unit_run.h"
#include "msmv/files/content_hash.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::experiments {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// The trained classifier of a fold: FDNet, with the encoders where they were trained too, or
// boosted trees.
using Learnt = std::variant<weights::Tensors, trees::BoostedTrees>;

class Runner {
 public:
  Runner(const std::vector<Experiment>& experiments, const dataset::Dataset& dataset,
         const std::vector<dataset::Fold>& folds, const Encoders& encoders,
         const RunOptions& options);
  std::vector<RowOutcome> run();

 private:
  const Encoder& encoder_of(const Experiment& experiment);
  void find();
  void plan();
  void encode();
  void run_groups();
  void run_group(const std::vector<Task*>& group);
  Learnt learn(const Task& task, const Place& place);
  void run_task(Task& task, const Learnt& learnt, double learning_s);
  // Rows of members, from what these have said.
  void average();
  void finish(Task& task, std::vector<JudgedImage> images, double seconds);
  void fail(const Task& task, const std::string& fault);
  double training_gflop(const Task& task) const;
  void report(const std::string& now);
  Timing timing_of(const Experiment& experiment);
  Cost cost_of(const Experiment& experiment);
  std::vector<RowOutcome> outcomes();

  const std::vector<Experiment>& experiments_;
  const dataset::Dataset& dataset_;
  const std::vector<dataset::Fold>& folds_;
  const Encoders& encoders_;
  const RunOptions& options_;
  std::map<pfenet::Backbone, Encoder> random_encoders_;
  Pictures pictures_;
  std::string build_ = build_fingerprint();
  std::vector<Task> tasks_;
  std::vector<std::vector<std::size_t>> to_encode_;  // for each of what is planned
  std::map<std::size_t, std::string> faults_;        // by row
  Standing standing_;
};

Runner::Runner(const std::vector<Experiment>& experiments, const dataset::Dataset& dataset,
               const std::vector<dataset::Fold>& folds, const Encoders& encoders,
               const RunOptions& options)
    : experiments_(experiments),
      dataset_(dataset),
      folds_(folds),
      encoders_(encoders),
      options_(options),
      pictures_(dataset, {.store = options.store,
                          .reading = options.reading,
                          .threads = options.threads,
                          .is_interrupted = options.is_interrupted}) {}

const Encoder& Runner::encoder_of(const Experiment& experiment) {
  const auto backbone = experiment.model.pfenet.backbone;
  for (const auto weights : {backbone, pfenet::weights_of(backbone)}) {
    if (const auto found = encoders_.find(weights); found != encoders_.end()) {
      return found->second;
    }
  }
  if (!random_encoders_.contains(backbone)) {
    random_encoders_[backbone] = random_encoder(backbone, experiment.training.seed);
  }
  return random_encoders_.at(backbone);
}

void Runner::find() {
  const auto encoder_id = [&](const Experiment& experiment) { return encoder_of(experiment).id; };
  tasks_ = find_tasks({.experiments = experiments_,
                       .dataset = dataset_,
                       .folds = folds_,
                       .output = options_.output,
                       .reading = options_.reading,
                       .device = options_.device,
                       .encoder_id = encoder_id});
  standing_.units = tasks_.size();
  const auto done =
      std::ranges::count_if(tasks_, [](const Task& t) { return t.result.has_value(); });
  standing_.units_done = static_cast<std::size_t>(done);
}

double Runner::training_gflop(const Task& task) const {
  const Experiment& experiment = experiments_[task.row];
  if (experiment.judge() == Judge::trees) {
    return growing_gflop(experiment, folds_[task.fold].training.size());
  }
  const auto& config = experiment.training;
  const auto& krem = experiment.model.krem;
  double samples = static_cast<double>(krem.views) * config.regions_per_view;
  if (config.samples_per_image > 0) {
    samples = std::min(samples, static_cast<double>(config.samples_per_image));
  }
  double gflop = training_gflop_per_sample(experiment.model);
  if (!experiment.is_frozen()) {
    const double encoder = pfenet::gflop(experiment.model.pfenet, experiment.model.patches.side_px);
    gflop += 3 * encoder * static_cast<double>(experiment.model.scales());
  }
  return gflop * samples * config.epochs * static_cast<double>(folds_[task.fold].training.size());
}

void Runner::plan() {
  for (const Task& task : tasks_) {
    const Experiment& experiment = experiments_[task.row];
    if (!task.result && experiment.is_frozen()) {
      pictures_.plan(encoding_to_learn(experiment, encoder_of(experiment)));
      pictures_.plan(encoding_to_judge(experiment, encoder_of(experiment)));
    }
  }
  for (const auto& planned : pictures_.planned()) {
    to_encode_.push_back(pictures_.missing(planned));
    standing_.all_gflop +=
        planned.gflop_per_image() * static_cast<double>(to_encode_.back().size());
  }
  for (const auto& group : groups_of(tasks_, experiments_)) {
    standing_.all_gflop += training_gflop(*group.front());
  }
}

void Runner::report(const std::string& now) {
  standing_.now = now;
  options_.progress(standing_);
}

// Fills the store.
void Runner::encode() {
  for (std::size_t number = 0; number < to_encode_.size(); ++number) {
    const auto& planned = pictures_.planned()[number];
    const std::string now =
        "windows " + std::to_string(number + 1) + " of " + std::to_string(to_encode_.size());
    pictures_.fill(to_encode_[number], planned, [&] {
      standing_.done_gflop += planned.gflop_per_image();
      report("encoding " + now);
    });
  }
}

void Runner::run_group(const std::vector<Task*>& group) {
  const Task& first = *group.front();
  const Experiment& experiment = experiments_[first.row];
  const std::string& name = experiment.row.name;
  const std::string& fold = folds_[first.fold].name;
  const double before = standing_.done_gflop;
  const double work = training_gflop(first);
  const Place place{.folder = options_.output / "runs" / name / fold,
                    .device = options_.device,
                    .threads = options_.threads,
                    .key = first.keys.training,
                    .is_interrupted = options_.is_interrupted,
                    .progress = [&](const training::Progress& now) {
                      standing_.done_gflop = before + work * static_cast<double>(now.samples) /
                                                          static_cast<double>(now.of);
                      report(name + ", " + fold);
                    }};
  const auto start = Clock::now();
  const Learnt learnt = learn(first, place);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  standing_.done_gflop = before + work;
  for (Task* task : group) {
    run_task(*task, learnt, seconds);
  }
  std::error_code ignored;  // what is done is done; a later run sees to a checkpoint that stays
  fs::remove(place.folder / "checkpoint.safetensors", ignored);
}

Learnt Runner::learn(const Task& task, const Place& place) {
  const Experiment& experiment = experiments_[task.row];
  const Encoder& encoder = encoder_of(experiment);
  const dataset::Fold& fold = folds_[task.fold];
  if (experiment.judge() == Judge::trees) {
    return grown(experiment, fold, encoder, pictures_, place);
  }
  return trained(experiment, fold, encoder, pictures_, place);
}

void Runner::run_task(Task& task, const Learnt& learnt, double learning_s) {
  const Experiment& experiment = experiments_[task.row];
  const auto start = Clock::now();
  auto images = std::visit(
      [&](const auto& judge) {
        return judged(experiment, folds_[task.fold], encoder_of(experiment), pictures_, judge);
      },
      learnt);
  const double judging_s = std::chrono::duration<double>(Clock::now() - start).count();
  finish(task, std::move(images), learning_s + judging_s);
}

void Runner::average() {
  for (Task& task : tasks_) {
    const Experiment& experiment = experiments_[task.row];
    if (task.result || experiment.judge() != Judge::members) {
      continue;
    }
    std::vector<const Unit*> units;
    double seconds = 0;
    for (const std::string& member : experiment.row.members) {
      const auto& result = task_of(member, task.fold, tasks_, experiments_).result;
      if (!result && !options_.is_interrupted()) {
        fail(task, "member " + member + " failed");
      } else if (result) {
        units.push_back(&*result);
        seconds += result->seconds;
      }
    }
    if (units.size() == experiment.row.members.size()) {
      finish(task, averaged(units), seconds);
    }
  }
}

void Runner::finish(Task& task, std::vector<JudgedImage> images, double seconds) {
  const std::string& row = experiments_[task.row].row.name;
  const auto& fold = folds_[task.fold];
  Unit unit{.key = task.keys.unit,
            .build = build_,
            .row = row,
            .fold = fold.name,
            .classes = dataset_.classes,
            .images = std::move(images),
            .training_images = fold.training.size(),
            .seconds = seconds};
  write_unit(task.path, unit);
  task.result = std::move(unit);
  ++standing_.units_done;
  report(row + ", " + fold.name);
}

void Runner::fail(const Task& task, const std::string& fault) {
  const std::string text = folds_[task.fold].name + ": " + fault;
  if (faults_.emplace(task.row, text).second) {
    options_.failed(experiments_[task.row].row.name, text);
  }
}

// Measured once for each model and build, on the first picture.
Timing Runner::timing_of(const Experiment& experiment) {
  Json of = {{"judged", to_json(experiment.judged)}, {"build", build_}};
  if (experiment.trees) {
    of["trees"] = to_json(*experiment.trees);
  }
  const dataset::Sample& sample = dataset_.samples.front();
  const auto reading = image::with_pixel_size(options_.reading, sample.um_per_px);
  const auto measure = [&]() -> Timing {
    return {measured_ms(experiment, encoder_of(experiment), sample.path, reading, options_.threads),
            thread_count(options_.threads)};
  };
  return recorded_timing(options_.output / "units" / experiment.row.name / "cost.json",
                         files::content_hash(of.dump()), measure);
}

// Without milliseconds where these can't be measured: the tables are worth more than they.
Cost Runner::cost_of(const Experiment& experiment) {
  if (experiment.judge() == Judge::members) {
    std::vector<Cost> costs;
    for (const Experiment& member : experiment.members) {
      costs.push_back(cost_of(member));
    }
    return sum_of(costs);
  }
  Cost cost = counted_cost(experiment);
  try {
    const Timing timing = timing_of(experiment);
    cost.ms = timing.ms;
    cost.threads = timing.threads;
  } catch (const std::exception& fault) {
    options_.failed(experiment.row.name, "its time an image is left out: " + fault_text(fault));
  }
  return cost;
}

std::vector<RowOutcome> Runner::outcomes() {
  std::vector<RowOutcome> rows;
  for (std::size_t row = 0; row < experiments_.size(); ++row) {
    RowOutcome outcome{.experiment = experiments_[row], .units = {}, .fault = "", .cost = {}};
    if (const auto fault = faults_.find(row); fault != faults_.end()) {
      outcome.fault = fault->second;
    }
    for (Task& task : tasks_) {
      if (task.row == row && task.result) {
        outcome.units.push_back(std::move(*task.result));
      }
    }
    if (!outcome.units.empty() && !options_.is_interrupted()) {
      report("timing " + experiments_[row].row.name);
      outcome.cost = cost_of(experiments_[row]);
    } else if (outcome.experiment.skipped.empty()) {
      outcome.cost = counted_cost(experiments_[row]);
    }
    rows.push_back(std::move(outcome));
  }
  return rows;
}

void Runner::run_groups() {
  for (const auto& group : groups_of(tasks_, experiments_)) {
    if (options_.is_interrupted()) {
      return;
    }
    try {
      run_group(group);
    } catch (const OutputError&) {
      throw;
    } catch (const std::exception& fault) {
      if (options_.is_interrupted()) {
        return;
      }
      for (const Task* task : group) {
        fail(*task, fault_text(fault));
      }
    }
  }
}

std::vector<RowOutcome> Runner::run() {
  find();
  plan();
  encode();
  run_groups();
  average();
  return outcomes();
}

}  // namespace

std::vector<RowOutcome> run(const std::vector<Experiment>& experiments,
                            const dataset::Dataset& dataset,
                            const std::vector<dataset::Fold>& folds, const Encoders& encoders,
                            const RunOptions& options) {
  return Runner(experiments, dataset, folds, encoders, options).run();
}

}  // namespace msmv::experiments
