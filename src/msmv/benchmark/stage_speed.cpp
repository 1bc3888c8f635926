#include "msmv/benchmark/stage_speed.h"

#include <algorithm>
#include <limits>

#include "msmv/benchmark/usage.h"
#include "msmv/classify/classify.h"
#include "msmv/classify/find_nuclei.h"
#include "msmv/fitness/look.h"
#include "msmv/image/field.h"
#include "msmv/krem/key_regions.h"
#include "msmv/stain/normalize.h"

namespace msmv::benchmark {

StageClock::StageClock(const Config& config, const image::ReadOptions& reading, int repeats)
    : config_(config), reading_(reading), repeats_(repeats) {}

template <class Stage>
auto StageClock::time_stage(const std::string& name, const Stage& stage) {
  double best_s = std::numeric_limits<double>::infinity();
  const auto timed = [&] {
    const double start = thread_cpu_seconds();
    auto result = stage();
    best_s = std::min(best_s, thread_cpu_seconds() - start);
    return result;
  };
  for (int i = 1; i < repeats_; ++i) {
    timed();
  }
  auto result = timed();
  const auto found = std::ranges::find(sums_, name, &StageSpeed::stage);
  StageSpeed& sum = found != sums_.end() ? *found : sums_.emplace_back(StageSpeed{name});
  sum.core_ms += 1e3 * best_s;
  return result;
}

PatchBatch StageClock::time(const std::filesystem::path& picture) {
  ++fields_;
  const Photo photo = time_stage("read and decode", [&] {
    const image::PictureFile file(picture, reading_);
    file.content_hash();
    return file.decode();
  });
  PreparedField prepared;
  Field& field = prepared.field =
      time_stage("resample", [&] { return image::to_field(photo, config_.image); });
  const fitness::Look look =
      time_stage("fitness", [&] { return fitness::look_at(field.image, field.um_per_px); });
  field.image = fitness::without_pen(field.image, look);
  prepared.recolouring =
      time_stage("stain", [&] { return stain::measure(field.image, config_.stain, look.pen); });
  const auto recolour = [&](const RgbImage& image) {
    return stain::apply(prepared.recolouring, image);
  };
  prepared.nuclei =
      time_stage("nuclei", [&] { return find_nuclei(field, config_.krem, recolour); });
  const PixelExtent extent{field.image.pixels.cols, field.image.pixels.rows};
  prepared.regions = time_stage(
      "key regions", [&] { return krem::find(prepared.nuclei, extent, config_.krem, Seed{0}); });
  return time_stage("patches", [&] { return cut_patches(prepared, config_.patches); });
}

std::vector<StageSpeed> StageClock::per_field() const {
  std::vector<StageSpeed> stages = sums_;
  for (StageSpeed& stage : stages) {
    stage.core_ms /= static_cast<double>(fields_);
  }
  return stages;
}

}  // namespace msmv::benchmark
