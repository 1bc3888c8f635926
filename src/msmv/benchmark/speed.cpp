#include "msmv/benchmark/speed.h"

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "msmv/benchmark/device_speed.h"
#include "msmv/benchmark/usage.h"
#include "msmv/classify/classify.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/model_file.h"
#include "msmv/network/distinct.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"

namespace msmv::benchmark {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// What came of a run over all pictures.
struct Run {
  double seconds = 0, cpu_seconds = 0, voters = 0;
  std::vector<Diagnosis> diagnoses;
};

Run best_run(const SpeedOptions& options, const Model& model) {
  std::vector<PictureToClassify> pictures;
  for (const auto& path : options.pictures) {
    pictures.push_back({path, std::nullopt});
  }
  Run run{.seconds = std::numeric_limits<double>::infinity()};
  for (int i = 0; i < options.repeats; ++i) {
    const auto start = Clock::now();
    const double cpu_start = cpu_seconds();
    run.diagnoses = classify_all(pictures, model, options.reading, [](std::size_t) {});
    if (const double seconds = seconds_since(start); seconds < run.seconds) {
      run.seconds = seconds;
      run.cpu_seconds = cpu_seconds() - cpu_start;
    }
  }
  for (const Diagnosis& diagnosis : run.diagnoses) {
    run.voters +=
        static_cast<double>(diagnosis.views.size()) / static_cast<double>(pictures.size());
  }
  return run;
}

// Patches that are encoded: a context that all regions of a field share is one.
double encoded_patches(const PatchBatch& batch, bool may_share) {
  return static_cast<double>(may_share ? distinct_patches(batch).patches.samples
                                       : batch.samples * batch.scales);
}

// What the network alone is timed on: all patches of several fields at once, so that every thread
// has as many as the others, and one field to score.
struct Sample {
  PreparedField field;
  PatchBatch patches;
  double encoded_per_field = 0, encoded = 0;
};

Sample sample_of(const SpeedOptions& options, const Config& config) {
  Sample sample;
  const auto fields = static_cast<std::size_t>(thread_count(options.threads));
  for (const auto& picture : options.pictures) {
    PreparedField field = prepare(image::read(picture, options.reading), config);
    if (sample.patches.samples == 0) {
      sample.patches = field.patches;
      sample.field = std::move(field);
      continue;
    }
    PatchBatch& all = sample.patches;
    all.samples += field.patches.samples;
    all.pixels.insert(all.pixels.end(), field.patches.pixels.begin(), field.patches.pixels.end());
    if (all.samples >= fields * sample.field.patches.samples) {
      break;
    }
  }
  const bool may_share =
      config.pfenet.shared_weights && sample.field.regions.front().has_upright_context;
  sample.encoded_per_field = encoded_patches(sample.field.patches, may_share);
  sample.encoded = encoded_patches(sample.patches, may_share);
  return sample;
}

void time_network(NetworkSpeed& speed, const Model& model, const Sample& sample,
                  const SpeedOptions& options, double operations_per_patch) {
  const double patches = sample.encoded;
  const Encodings of_field = model.network->encode(sample.field.patches);  // which warms up, too
  speed.ms_per_patch = speed.score_ms = std::numeric_limits<double>::infinity();
  for (int i = 0; i < options.repeats; ++i) {
    const auto start = Clock::now();
    const double cpu_start = cpu_seconds();
    model.network->encode(sample.patches);
    const double cpu = cpu_seconds() - cpu_start;
    speed.ms_per_patch = std::min(speed.ms_per_patch, 1e3 * seconds_since(start) / patches);
    speed.core_ms_per_patch =
        i == 0 ? 1e3 * cpu / patches : std::min(speed.core_ms_per_patch, 1e3 * cpu / patches);
    speed.giga_operations_s =
        std::max(speed.giga_operations_s, 1e-9 * patches * operations_per_patch / cpu);
    const auto encoded = Clock::now();
    vote_on(sample.field, model.network->score(of_field), model.config.vote);
    speed.score_ms = std::min(speed.score_ms, 1e3 * seconds_since(encoded));
  }
}

// Of one patch in PFENet, multiplications and additions.
double operations_of(const Config& config) {
  return 1e9 * pfenet::gflop(config.pfenet, config.patches.side_px);
}

// All on the processor, LibTorch first; on a device its own beside the engine's fp32, whose classes
// they are compared with.
std::vector<LoadOptions> ways_to_run(const std::string& device) {
  using engine::Precision;
  if (device != "cpu") {
    return {{.precision = Precision::fp32},
            {.precision = Precision::fp32, .device = device},
            {.precision = Precision::bf16, .device = device}};
  }
  std::vector<LoadOptions> ways = {{.backend = Backend::libtorch}};
  for (const auto& [precision, name] : enum_names(Precision{})) {
    ways.push_back({.backend = Backend::openvino, .precision = precision});
  }
  return ways;
}

class Measurement {
 public:
  Measurement(const SpeedOptions& options, Sample sample, double operations_per_patch)
      : options_(options),
        sample_(std::move(sample)),
        operations_per_patch_(operations_per_patch) {}

  NetworkSpeed network(const LoadOptions& options) {
    NetworkSpeed speed{.name = name_of(options), .is_on_device = options.device != "cpu"};
    if (const auto got = engine::available(*options.precision, engine::processor());
        !speed.is_on_device && got.precision != *options.precision) {
      speed.unavailable = got.reason;
      return speed;
    }
    reset_peak_memory();
    const auto start = Clock::now();
    Model model;
    try {
      model = load_model(options_.model, options);
    } catch (const InputError& error) {
      speed.unavailable = error.fault();
      return speed;
    }
    const NetworkFacts& facts = model.network->facts();
    if (!facts.fallback.empty()) {  // something else would be timed
      speed.unavailable = facts.fallback;
      return speed;
    }
    speed.ready_s = seconds_since(start);
    on_threads(options_.threads,
               [&] { time_network(speed, model, sample_, options_, operations_per_patch_); });
    if (speed.is_on_device) {
      time_device(speed, *model.network);
    } else {
      speed.peak = engine::measure_peak(*options.precision);
    }
    if (!options_.network_only) {
      time_all_stages(speed, model);
    }
    return speed;
  }

  static std::string name_of(const LoadOptions& options) {
    return (options.device == "cpu" ? std::string(enum_name(options.backend)) : options.device) +
           " " + std::string(enum_name(*options.precision));
  }

 private:
  void time_device(NetworkSpeed& speed, const Network& network) {
    constexpr int kGroups = 4;
    for (int i = 0; i < options_.repeats; ++i) {
      const DeviceSpeed now =
          time_on_device(network, sample_.field.patches, kGroups, operations_per_patch_);
      if (i == 0 || now.ms_per_patch < speed.ms_per_patch) {
        speed.ms_per_patch = now.ms_per_patch;
        speed.giga_operations_s = now.giga_operations_s;
      }
    }
    const libtorch::Place place{
        .device = network.facts().device,
        .in_bf16 = network.facts().precision == enum_name(engine::Precision::bf16)};
    speed.peak = {
        .instruction = "matmul of " + std::to_string(options_.peak_rows) + " rows",
        .giga_operations_s = libtorch::functions().matmul_peak(place, options_.peak_rows)};
  }

  void time_all_stages(NetworkSpeed& speed, Model& model) {
    const Run all = best_run(options_, model);
    model.voters = Voters::until_settled;
    const Run early = best_run(options_, model);
    speed.peak_memory_bytes = peak_memory_bytes();
    const auto fields = static_cast<double>(options_.pictures.size());
    speed.fields_s = fields / all.seconds;
    speed.fields_s_early = fields / early.seconds;
    const int threads = model.network->facts().threads;
    speed.busy_share = all.cpu_seconds / (all.seconds * threads);
    speed.busy_share_early = early.cpu_seconds / (early.seconds * threads);
    speed.voters = all.voters;
    speed.voters_early = early.voters;
    if (reference_.empty()) {
      reference_ = all.diagnoses;
    }
    speed.agreement = agreement(all.diagnoses, reference_);
    speed.same_early = agreement(early.diagnoses, all.diagnoses).same_class;
  }

  const SpeedOptions& options_;
  Sample sample_;
  double operations_per_patch_;
  std::vector<Diagnosis> reference_;  // of the first network
};

}  // namespace

double Speed::share_of_stages(const NetworkSpeed& network) const {
  if (network.is_on_device) {
    return 1;  // the cores do nothing else
  }
  const double before_ms = core_ms_before_network();
  return before_ms /
         (before_ms + patches_per_field * network.ms_per_patch * threads + network.score_ms);
}

double Speed::core_ms_before_network() const {
  double sum = 0;
  for (const StageSpeed& stage : stages) {
    sum += stage.core_ms;
  }
  return sum;
}

double Speed::allowed_fields_s(const NetworkSpeed& network, double voters) const {
  if (network.is_on_device || network.voters == 0) {
    return 0;
  }
  const double patches = patches_per_field * voters / network.voters;
  const double core_ms =
      core_ms_before_network() + patches * network.core_ms_per_patch + network.score_ms;
  return 1e3 * threads / core_ms;
}

Speed measure_speed(const SpeedOptions& options,
                    const std::function<void(const std::string&)>& say) {
  Speed speed{.processor = engine::processor().instructions,
              .threads = thread_count(options.threads),
              .fields = options.pictures.size()};
  omp_set_num_threads(speed.threads);
  const std::string device =
      options.device == "cpu" ? options.device : libtorch::functions().device(options.device);
  const Config config = model::read(options.model).config;
  Sample sample = sample_of(options, config);
  speed.patches_per_field = sample.encoded_per_field;
  if (!options.network_only) {
    say("stages");
    StageClock clock(config, options.reading, options.repeats);
    for (const auto& picture : options.pictures) {
      clock.time(picture);
    }
    speed.stages = clock.per_field();
  }
  Measurement measurement(options, std::move(sample), operations_of(config));
  for (LoadOptions way : ways_to_run(device)) {
    way.threads = options.threads;
    say(Measurement::name_of(way));
    speed.networks.push_back(measurement.network(way));
  }
  return speed;
}

}  // namespace msmv::benchmark
