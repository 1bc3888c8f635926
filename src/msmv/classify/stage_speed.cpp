#include "msmv/classify/stage_speed.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "msmv/classify/find_nuclei.h"
#include "msmv/image/field.h"
#include "msmv/krem/key_regions.h"
#include "msmv/patches/cut.h"
#include "msmv/stain/normalize.h"

namespace msmv {

StageClock::StageClock(const Config& config, const image::ReadOptions& reading, int repeats)
    : config_(config), reading_(reading), repeats_(repeats) {}

template <class Stage>
auto StageClock::time_stage(const std::string& name, const Stage& stage) {
  using Clock = std::chrono::steady_clock;
  double best_s = std::numeric_limits<double>::infinity();
  const auto timed = [&] {
    const auto start = Clock::now();
    auto result = stage();
    best_s = std::min(best_s, std::chrono::duration<double>(Clock::now() - start).count());
    return result;
  };
  for (int i = 1; i < repeats_; ++i) {
    timed();
  }
  auto result = timed();
  const auto found = std::ranges::find(sums_, name, &StageSpeed::stage);
  StageSpeed& sum = found != sums_.end() ? *found : sums_.emplace_back(StageSpeed{name});
  sum.ms_per_field += 1e3 * best_s;
  return result;
}

PatchBatch StageClock::time(const std::filesystem::path& picture) {
  ++fields_;
  const Photo photo = time_stage("read and decode", [&] { return image::read(picture, reading_); });
  Field field = time_stage("resample", [&] { return image::to_field(photo, config_.image); });
  const RgbImage normalized =
      time_stage("stain", [&] { return stain::normalize(field.image, config_.stain); });
  const auto nuclei =
      time_stage("nuclei", [&] { return find_nuclei(field, normalized, config_.krem); });
  field.image = normalized;
  const PixelExtent extent{field.image.pixels.cols, field.image.pixels.rows};
  const auto regions =
      time_stage("key regions", [&] { return krem::find(nuclei, extent, config_.krem, Seed{0}); });
  return time_stage("patches", [&] { return patches::cut(field.image, regions, config_.patches); });
}

std::vector<StageSpeed> StageClock::per_field() const {
  std::vector<StageSpeed> stages = sums_;
  for (StageSpeed& stage : stages) {
    stage.ms_per_field /= static_cast<double>(fields_);
  }
  return stages;
}

}  // namespace msmv
