#include "msmv/benchmark/slide_speed.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "msmv/benchmark/usage.h"
#include "msmv/classify/slide_context.h"
#include "msmv/engine/precision.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"

namespace msmv::benchmark {
namespace {

using SlideClock = std::chrono::steady_clock;

constexpr double kForever = std::numeric_limits<double>::infinity();
constexpr std::size_t kEncodedTiles = 32;  // that a network alone is timed on

double seconds_from(SlideClock::time_point start) {
  return std::chrono::duration<double>(SlideClock::now() - start).count();
}

// Adds the core-seconds from its making to its end to a sum.
class AddTime {
 public:
  explicit AddTime(double& sum_s) : sum_s_(sum_s) {}
  ~AddTime() { sum_s_ += thread_cpu_seconds() - start_; }
  AddTime(const AddTime&) = delete;
  AddTime& operator=(const AddTime&) = delete;

 private:
  double& sum_s_;
  double start_ = thread_cpu_seconds();
};

template <class Stage>
auto timed(double& sum_s, const Stage& stage) {
  const AddTime timer(sum_s);
  return stage();
}

// Sums over tiles, in core-seconds.
struct TileStages {
  double read = 0, fitness = 0, regions = 0, patches = 0;
};

// What classify_tiles does to a tile before the network.
PreparedField timed_tile(const slide::HalvedSlide& slide, const PixelRect& at,
                         const SlidePlan& plan, const Config& config, TileStages& sums) {
  TileImage image = timed(sums.read, [&] { return read_tile(slide, at, plan.needs, config); });
  PreparedField tile;
  tile.field.image = std::move(image.image);
  tile.field.um_per_px = image.um_per_px;
  tile.recolouring = plan.stain;
  const fitness::Look look = timed(sums.fitness, [&] { return look_at_tile(tile); });
  timed(sums.regions, [&] { choose_regions(tile, look, plan.needs, config); });
  tile.patches = timed(sums.patches, [&] { return cut_patches(tile, config.patches); });
  if (config.krem.has_context()) {
    const RgbImage context = timed(sums.read, [&] { return read_context(slide, at, config); });
    timed(sums.patches,
          [&] { add_context(tile, context, at, slide.slide().facts().extent, config); });
  }
  return tile;
}

// The tiles from the middle of all.
std::vector<slide::Tile> middle_tiles(const std::vector<slide::Tile>& tiles, std::size_t count) {
  const std::size_t taken = std::min(count, tiles.size());
  const auto first = tiles.begin() + static_cast<std::ptrdiff_t>((tiles.size() - taken) / 2);
  return {first, first + static_cast<std::ptrdiff_t>(taken)};
}

class SlideMeasurement {
 public:
  SlideMeasurement(const SlideSpeedOptions& options, const SlidePlan& plan, const Config& config)
      : options_(options), plan_(plan), config_(config) {}

  std::vector<StageSpeed> stages(const std::vector<slide::Tile>& tiles) {
    TileStages best{kForever, kForever, kForever, kForever};
    for (int i = 0; i < options_.repeats; ++i) {
      const slide::Slide slide(options_.slide);
      const slide::HalvedSlide squares = halved(slide, plan_);
      TileStages sums;
      tiles_.clear();
      for (const slide::Tile& tile : tiles) {
        PreparedField prepared = timed_tile(squares, tile.at, plan_, config_, sums);
        read_um_per_px_ = prepared.field.um_per_px;
        if (tiles_.size() < kEncodedTiles) {
          prepared.field.image = {};
          tiles_.push_back(std::move(prepared));
        }
      }
      for (double TileStages::*stage :
           {&TileStages::read, &TileStages::fitness, &TileStages::regions, &TileStages::patches}) {
        best.*stage = std::min(best.*stage, sums.*stage);
      }
    }
    const double ms = 1e3 / static_cast<double>(tiles.size());
    return {{"read", ms * best.read},
            {"fitness", ms * best.fitness},
            {plan_.needs.finds_nuclei ? "nuclei and regions" : "regions", ms * best.regions},
            {"patches", ms * best.patches}};
  }

  SlideNetworkSpeed network(engine::Precision precision) {
    SlideNetworkSpeed speed{.name = name_of(precision)};
    if (const auto got = engine::available(precision, engine::processor());
        got.precision != precision) {
      speed.unavailable = got.reason;
      return speed;
    }
    const auto start = SlideClock::now();
    Model model;
    try {
      model = load_model(options_.model, {.precision = precision, .threads = options_.threads});
    } catch (const InputError& error) {
      speed.unavailable = error.fault();
      return speed;
    }
    if (const NetworkFacts& facts = model.network->facts(); !facts.fallback.empty()) {
      speed.unavailable = facts.fallback;
      return speed;
    }
    speed.ready_s = seconds_from(start);
    on_threads(1, [&] { time_encoding(speed, model); });
    time_all_tiles(speed, model);
    return speed;
  }

  static std::string name_of(engine::Precision precision) {
    return "openvino " + std::string(enum_name(precision));
  }

  double read_um_per_px() const { return read_um_per_px_; }

 private:
  // The engine's threads are other ones than the caller's, so the time of all counts.
  void time_encoding(SlideNetworkSpeed& speed, const Model& model) const {
    model.network->encode(tiles_.front().patches);  // once to warm up
    double encode_s = kForever, score_s = kForever;
    for (int i = 0; i < options_.repeats; ++i) {
      double encoding = 0, scoring = 0;
      for (const PreparedField& tile : tiles_) {
        const double start = cpu_seconds();
        const Encodings encodings = model.network->encode(tile.patches);
        const double encoded = cpu_seconds();
        diagnose(tile, encodings, model);
        encoding += encoded - start;
        scoring += cpu_seconds() - encoded;
      }
      encode_s = std::min(encode_s, encoding);
      score_s = std::min(score_s, scoring);
    }
    speed.encode_core_ms = 1e3 * encode_s / static_cast<double>(tiles_.size());
    speed.score_core_ms = 1e3 * score_s / static_cast<double>(tiles_.size());
  }

  void time_all_tiles(SlideNetworkSpeed& speed, const Model& model) const {
    reset_peak_memory();
    speed.seconds = kForever;
    for (int i = 0; i < options_.repeats; ++i) {
      const slide::Slide slide(options_.slide);
      const auto start = SlideClock::now();
      const double cpu_start = cpu_seconds();
      classify_tiles(slide, plan_, model, [](TileResult&&) {}, {});
      if (const double seconds = seconds_from(start); seconds < speed.seconds) {
        speed.seconds = seconds;
        speed.cpu_seconds = cpu_seconds() - cpu_start;
      }
    }
    speed.peak_memory_bytes = peak_memory_bytes();
  }

  const SlideSpeedOptions& options_;
  const SlidePlan& plan_;
  const Config& config_;
  std::vector<PreparedField> tiles_;
  double read_um_per_px_ = 0;
};

}  // namespace

double SlideSpeed::core_ms(const SlideNetworkSpeed& network) const {
  double sum = network.encode_core_ms + network.score_core_ms;
  for (const StageSpeed& stage : stages) {
    sum += stage.core_ms;
  }
  return sum;
}

double SlideSpeed::allowed_tiles_s(const SlideNetworkSpeed& network) const {
  const double ms = core_ms(network);
  return ms > 0 ? 1e3 * threads / ms : 0;
}

double SlideSpeed::tiles_s(const SlideNetworkSpeed& network) const {
  return network.seconds > 0 ? static_cast<double>(tiles) / network.seconds : 0;
}

double SlideSpeed::busy_share(const SlideNetworkSpeed& network) const {
  return network.seconds > 0 ? network.cpu_seconds / (network.seconds * threads) : 0;
}

SlideSpeed measure_slide_speed(const SlideSpeedOptions& options,
                               const std::function<void(const std::string&)>& say) {
  const Config config = model::read(options.model).config;
  say("tissue, tiles and stain");
  const auto start = SlideClock::now();
  const double cpu_start = cpu_seconds();
  const slide::Slide slide(options.slide);
  SlidePlan plan;
  on_threads(options.threads,
             [&] { plan = plan_slide(options.slide, slide, config, options.tiles); });
  SlideSpeed speed{.processor = engine::processor().instructions,
                   .threads = thread_count(options.threads),
                   .slide = options.slide.filename().string(),
                   .vendor = slide.facts().vendor,
                   .extent = slide.facts().extent,
                   .um_per_px = plan.pixel_size.um_per_px,
                   .tiles = plan.tiles.size(),
                   .plan_s = seconds_from(start),
                   .plan_cpu_s = cpu_seconds() - cpu_start};
  if (plan.tiles.empty()) {
    throw InputError(options.slide, "has no tissue: there is no tile to be timed on");
  }
  SlideMeasurement measurement(options, plan, config);
  say("stages");
  const std::vector<slide::Tile> timed_tiles = middle_tiles(plan.tiles, options.timed_tiles);
  speed.timed_tiles = timed_tiles.size();
  speed.stages = measurement.stages(timed_tiles);
  speed.read_um_per_px = measurement.read_um_per_px();
  for (const auto& [precision, name] : enum_names(engine::Precision{})) {
    say(SlideMeasurement::name_of(precision));
    speed.networks.push_back(measurement.network(precision));
  }
  return speed;
}

}  // namespace msmv::benchmark
