#include "msmv/experiments/runner.h"

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "msmv/config/parse_json.h"
#include "msmv/experiments/pictures.h"
#include "msmv/experiments/unit_run.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/mapped_file.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// One row on one fold.
struct Task {
  std::size_t row = 0, fold = 0;
  UnitKeys keys;
  std::optional<Unit> result;
};

class Runner {
 public:
  Runner(const std::vector<Experiment>& experiments, const dataset::Dataset& dataset,
         const std::vector<dataset::Fold>& folds, const Encoders& encoders,
         const RunOptions& options);
  std::vector<RowOutcome> run();

 private:
  const Encoder& encoder_of(const Experiment& experiment);
  fs::path unit_path(const Task& task) const;
  void find_tasks();
  void plan();
  void encode();
  // The tasks that one trained network serves, those that are done left out.
  std::vector<std::vector<Task*>> groups();
  void run_group(const std::vector<Task*>& group);
  void run_task(Task& task, const weights::Tensors& network, double training_s);
  double training_gflop(const Task& task) const;
  void report(const std::string& now);
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
  std::map<std::size_t, std::string> faults_;  // by row
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
                          .is_interrupted = options.is_interrupted}) {}

const Encoder& Runner::encoder_of(const Experiment& experiment) {
  const auto backbone = experiment.model.pfenet.backbone;
  if (const auto found = encoders_.find(backbone); found != encoders_.end()) {
    return found->second;
  }
  if (!random_encoders_.contains(backbone)) {
    random_encoders_[backbone] = random_encoder(backbone, experiment.training.seed);
  }
  return random_encoders_.at(backbone);
}

fs::path Runner::unit_path(const Task& task) const {
  return options_.output / "units" / experiments_[task.row].row.name /
         (folds_[task.fold].name + ".json");
}

std::string reading_of(const image::ReadOptions& reading) {
  const auto& given = reading.given_um_per_px;
  const Json json = {{"assumed", reading.assumed_um_per_px},
                     {"given", given ? Json{given->x, given->y} : Json()}};
  return json.dump();
}

void Runner::find_tasks() {
  UnitSource source{.data = fingerprint(dataset_), .encoder = "", .reading = ""};
  source.reading = reading_of(options_.reading);
  for (std::size_t row = 0; row < experiments_.size(); ++row) {
    const Experiment& experiment = experiments_[row];
    if (!experiment.skipped.empty()) {
      continue;
    }
    source.encoder = encoder_of(experiment).id;
    for (std::size_t fold = 0; fold < folds_.size(); ++fold) {
      Task task{row, fold, keys_of(experiment, dataset_, folds_[fold], source), {}};
      task.result = read_unit(unit_path(task), task.keys.unit);
      standing_.units_done += task.result ? 1 : 0;
      tasks_.push_back(std::move(task));
    }
  }
  standing_.units = tasks_.size();
}

double Runner::training_gflop(const Task& task) const {
  const Experiment& experiment = experiments_[task.row];
  const auto& config = experiment.training;
  const auto& krem = experiment.model.krem;
  double samples = static_cast<double>(krem.views) * config.regions_per_view;
  if (config.samples_per_image > 0) {
    samples = std::min(samples, static_cast<double>(config.samples_per_image));
  }
  double gflop = training_gflop_per_sample(experiment.model);
  if (!experiment.is_frozen()) {
    const double encoder =
        pfenet::gflop(experiment.model.pfenet.backbone, experiment.model.patches.side_px);
    gflop += 3 * encoder * static_cast<double>(experiment.model.scales());
  }
  return gflop * samples * config.epochs * static_cast<double>(folds_[task.fold].training.size());
}

void Runner::plan() {
  for (const Task& task : tasks_) {
    const Experiment& experiment = experiments_[task.row];
    if (!task.result && experiment.is_frozen()) {
      pictures_.plan(learnt_from(experiment), encoder_of(experiment));
      pictures_.plan(experiment.judged, encoder_of(experiment));
    }
  }
  for (const auto& planned : pictures_.planned()) {
    to_encode_.push_back(pictures_.missing(planned));
    standing_.all_gflop +=
        planned.gflop_per_image() * static_cast<double>(to_encode_.back().size());
  }
  for (const auto& group : groups()) {
    standing_.all_gflop += training_gflop(*group.front());
  }
}

void Runner::report(const std::string& now) {
  standing_.now = now;
  options_.progress(standing_);
}

// Fills the store. A picture that fails here fails again, with its row, where it is needed.
void Runner::encode() {
  for (std::size_t number = 0; number < to_encode_.size(); ++number) {
    const auto& planned = pictures_.planned()[number];
    const std::string now =
        "windows " + std::to_string(number + 1) + " of " + std::to_string(to_encode_.size());
    for (const std::size_t i : to_encode_[number]) {
      try {
        pictures_.encoded({i}, planned.config, *planned.encoder);
      } catch (const InputError&) {
        if (options_.is_interrupted()) {
          return;
        }
      }
      standing_.done_gflop += planned.gflop_per_image();
      report("encoding " + now);
    }
  }
}

std::vector<std::vector<Task*>> Runner::groups() {
  std::map<std::string, std::vector<Task*>> by_key;
  std::vector<std::string> order;
  for (Task& task : tasks_) {
    if (!task.result) {
      auto& group = by_key[task.keys.training];
      if (group.empty()) {
        order.push_back(task.keys.training);
      }
      group.push_back(&task);
    }
  }
  std::vector<std::vector<Task*>> groups;
  for (const std::string& key : order) {
    groups.push_back(std::move(by_key.at(key)));
  }
  return groups;
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
                    .key = first.keys.training,
                    .is_interrupted = options_.is_interrupted,
                    .progress = [&](const training::Progress& now) {
                      standing_.done_gflop = before + work * static_cast<double>(now.samples) /
                                                          static_cast<double>(now.of);
                      report(name + ", " + fold);
                    }};
  const auto start = Clock::now();
  const auto network =
      trained(experiment, folds_[first.fold], encoder_of(experiment), pictures_, place);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  standing_.done_gflop = before + work;
  for (Task* task : group) {
    run_task(*task, network, seconds);
  }
  fs::remove(place.folder / "checkpoint.safetensors");
}

void Runner::run_task(Task& task, const weights::Tensors& network, double training_s) {
  const Experiment& experiment = experiments_[task.row];
  const auto& fold = folds_[task.fold];
  const auto start = Clock::now();
  Unit unit{.key = task.keys.unit,
            .build = build_,
            .row = experiment.row.name,
            .fold = fold.name,
            .classes = dataset_.classes,
            .images = judged(experiment, fold, encoder_of(experiment), pictures_, network),
            .training_images = fold.training.size(),
            .seconds = training_s};
  unit.seconds += std::chrono::duration<double>(Clock::now() - start).count();
  write_unit(unit_path(task), unit);
  task.result = std::move(unit);
  ++standing_.units_done;
  report(experiment.row.name + ", " + fold.name);
}

// Measured once for each model and build, on the first picture.
Cost Runner::cost_of(const Experiment& experiment) {
  Cost cost = counted_cost(experiment);
  const Json of = {{"judged", to_json(experiment.judged)}, {"build", build_}};
  const fs::path path = options_.output / "units" / experiment.row.name / "cost.json";
  const std::string key = files::content_hash(of.dump());
  if (fs::exists(path)) {
    const auto file = files::map_file(path);
    const Json json = Json::parse(
        std::string(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()), nullptr,
        false);
    if (json.is_object() && json.value("key", "") == key) {
      cost.ms = json.value("ms", 0.0);
      cost.threads = json.value("threads", 0);
      return cost;
    }
  }
  cost.ms = measured_ms(experiment, encoder_of(experiment), dataset_.samples.front().path,
                        options_.reading);
  cost.threads = omp_get_max_threads();
  const Json json = {{"key", key}, {"ms", *cost.ms}, {"threads", cost.threads}};
  files::write_atomically(path, json.dump() + "\n");
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

std::vector<RowOutcome> Runner::run() {
  find_tasks();
  plan();
  encode();
  for (const auto& group : groups()) {
    if (options_.is_interrupted()) {
      break;
    }
    try {
      run_group(group);
    } catch (const std::exception& fault) {
      if (options_.is_interrupted()) {
        break;
      }
      for (const Task* task : group) {
        const std::string& name = experiments_[task->row].row.name;
        const std::string text = folds_[task->fold].name + ": " + fault.what();
        if (faults_.emplace(task->row, text).second) {
          options_.failed(name, text);
        }
      }
    }
  }
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
