#include "msmv/classify/speed.h"

#include <malloc.h>
#include <omp.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <utility>

#include "msmv/classify/stream.h"
#include "msmv/engine/resnet.h"
#include "msmv/image/field.h"
#include "msmv/krem/detect.h"
#include "msmv/krem/key_regions.h"
#include "msmv/model/model_file.h"
#include "msmv/patches/cut.h"
#include "msmv/pfenet/layout.h"
#include "msmv/stain/normalize.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Forgets how much memory was in use at most (Linux: proc(5), clear_refs).
void reset_peak_memory() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << 5;
}

std::uint64_t peak_memory_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::uint64_t kilobytes = 0;
  while (status >> word) {
    if (word == "VmHWM:") {
      status >> kilobytes;
    }
  }
  return 1024 * kilobytes;
}

// Sums the time of each stage over the pictures, each stage's best of the repeats.
class StageClock {
 public:
  template <class Stage>
  auto time(const std::string& name, int repeats, const Stage& stage) {
    double best = std::numeric_limits<double>::infinity();
    for (int i = 1; i < repeats; ++i) {
      const auto start = Clock::now();
      stage();
      best = std::min(best, seconds_since(start));
    }
    const auto start = Clock::now();
    auto result = stage();
    best = std::min(best, seconds_since(start));
    const auto found = std::ranges::find(stages_, name, &StageSpeed::stage);
    StageSpeed& speed = found != stages_.end() ? *found : stages_.emplace_back(StageSpeed{name});
    speed.ms_per_field += 1e3 * best;
    return result;
  }

  std::vector<StageSpeed> per_field(std::size_t fields) const {
    std::vector<StageSpeed> stages = stages_;
    for (StageSpeed& stage : stages) {
      stage.ms_per_field /= static_cast<double>(fields);
    }
    return stages;
  }

 private:
  std::vector<StageSpeed> stages_;
};

// The stages of prepare() (classify/classify.cpp), each by itself.
PatchBatch time_stages(StageClock& clock, const SpeedOptions& options, const Config& config,
                       const std::filesystem::path& picture) {
  const int n = options.repeats;
  const Photo photo =
      clock.time("read and decode", n, [&] { return image::read(picture, options.reading); });
  Field field = clock.time("resample", n, [&] { return image::to_field(photo, config.image); });
  field.image = clock.time("stain", n, [&] { return stain::normalize(field.image, config.stain); });
  const auto nuclei = clock.time(
      "nuclei", n, [&] { return krem::detect(field.image, field.um_per_px, config.krem); });
  const PixelExtent extent{field.image.pixels.cols, field.image.pixels.rows};
  const auto regions = clock.time("key regions", n,
                                  [&] { return krem::find(nuclei, extent, config.krem, Seed{0}); });
  return clock.time("patches", n,
                    [&] { return patches::cut(field.image, regions, config.patches); });
}

// What came of a run over all pictures.
struct Run {
  double seconds = 0, voters = 0;
  std::vector<Diagnosis> diagnoses;
};

Run run_all(const SpeedOptions& options, const Model& model) {
  Run run;
  std::size_t next = 0;
  const auto start = Clock::now();
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        return next < options.pictures.size()
                   ? std::optional(PictureToClassify{options.pictures[next++], std::nullopt})
                   : std::nullopt;
      },
      [&](Classified&& classified) {
        if (!classified.fault.empty()) {
          throw InputError(classified.path, classified.fault);
        }
        run.voters += static_cast<double>(classified.diagnosis.views.size());
        run.diagnoses.push_back(std::move(classified.diagnosis));
        return true;
      },
      model, options.reading);
  run.seconds = seconds_since(start);
  run.voters /= static_cast<double>(options.pictures.size());
  return run;
}

void time_encoder(NetworkSpeed& speed, const Model& model, const PatchBatch& batch, int repeats,
                  double operations_per_patch) {
  const auto patches = static_cast<double>(batch.samples * batch.scales);
  model.encode(batch);  // once to warm up
  speed.ms_per_patch = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = Clock::now();
    const double cpu_start = cpu_seconds();
    model.encode(batch);
    const double cpu = cpu_seconds() - cpu_start;
    speed.ms_per_patch = std::min(speed.ms_per_patch, 1e3 * seconds_since(start) / patches);
    speed.giga_operations_s =
        std::max(speed.giga_operations_s, 1e-9 * patches * operations_per_patch / cpu);
  }
}

void compare(NetworkSpeed& speed, const std::vector<Diagnosis>& got,
             const std::vector<Diagnosis>& reference) {
  for (std::size_t i = 0; i < got.size(); ++i) {
    speed.same_class += got[i].label == reference[i].label ? 1 : 0;
    for (std::size_t k = 0; k < got[i].scores.size(); ++k) {
      speed.greatest_change =
          std::max(speed.greatest_change,
                   static_cast<double>(std::abs(got[i].scores[k] - reference[i].scores[k])));
    }
  }
}

// Of one patch in PFENet, multiplications and additions.
double operations_of(const Config& config) {
  const weights::Layout layout = pfenet::encoder_layout(config.pfenet.backbone);
  const engine::WeightSource source{
      .shape_of = [&layout](const std::string& name) -> std::optional<weights::Shape> {
        const auto found = layout.find(name);
        return found == layout.end() ? std::nullopt : std::optional(found->second);
      },
      .read = {}};
  return engine::operations_of(engine::find_resnet(source, ""),
                               static_cast<std::size_t>(config.patches.side_px));
}

class Measurement {
 public:
  Measurement(const SpeedOptions& options, PatchBatch batch, double operations_per_patch)
      : options_(options), batch_(std::move(batch)), operations_per_patch_(operations_per_patch) {}

  NetworkSpeed network(Backend backend, engine::Precision precision) {
    NetworkSpeed speed{.name = std::string(enum_name(backend)) + " " +
                               std::string(enum_name(precision))};
    LoadOptions loading{.backend = backend, .precision = precision, .threads = options_.threads};
    reset_peak_memory();
    const auto start = Clock::now();
    Model model;
    try {
      model = load_model(options_.model, loading);
    } catch (const InputError& error) {
      speed.unavailable = error.fault();
      return speed;
    }
    speed.ready_s = seconds_since(start);
    time_encoder(speed, model, batch_, options_.repeats, operations_per_patch_);
    speed.peak = engine::measure_peak(precision);
    const Run all = run_all(options_, model);
    model.voters = Voters::until_settled;
    const Run early = run_all(options_, model);
    speed.peak_memory_bytes = peak_memory_bytes();
    const auto fields = static_cast<double>(options_.pictures.size());
    speed.fields_s = fields / all.seconds;
    speed.fields_s_early = fields / early.seconds;
    speed.voters = all.voters;
    speed.voters_early = early.voters;
    if (reference_.empty()) {
      reference_ = all.diagnoses;
    }
    compare(speed, all.diagnoses, reference_);
    return speed;
  }

 private:
  const SpeedOptions& options_;
  PatchBatch batch_;
  double operations_per_patch_;
  std::vector<Diagnosis> reference_;  // of the first network
};

}  // namespace

Speed measure_speed(const SpeedOptions& options,
                    const std::function<void(const std::string&)>& say) {
  Speed speed{.processor = engine::processor().instructions,
              .threads = options.threads > 0 ? options.threads : omp_get_max_threads(),
              .fields = options.pictures.size()};
  omp_set_num_threads(speed.threads);
  say("stages");
  const Config config = model::read(options.model).config;
  StageClock clock;
  PatchBatch first;
  for (const auto& picture : options.pictures) {
    PatchBatch batch = time_stages(clock, options, config, picture);
    speed.patches_per_field += static_cast<double>(batch.samples * batch.scales);
    first = first.samples == 0 ? std::move(batch) : std::move(first);
  }
  speed.patches_per_field /= static_cast<double>(options.pictures.size());
  speed.stages = clock.per_field(options.pictures.size());

  Measurement measurement(options, std::move(first), operations_of(config));
  const auto add = [&](Backend backend, engine::Precision precision) {
    say(std::string(enum_name(backend)) + " " + std::string(enum_name(precision)));
    speed.networks.push_back(measurement.network(backend, precision));
  };
  add(Backend::libtorch, engine::Precision::fp32);
  for (const auto& [precision, name] : enum_names(engine::Precision{})) {
    add(Backend::onednn, precision);
  }
  return speed;
}

}  // namespace msmv
