#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "msmv/image/read.h"
#include "msmv/model/config.h"
#include "msmv/values/patch_batch.h"

namespace msmv::benchmark {

// What a stage takes of one core for one field.
struct StageSpeed {
  std::string stage;
  double core_ms = 0;
};

// The stages from a picture's file to its patches, each timed by itself.
class StageClock {
 public:
  // Of each stage the best of `repeats` counts.
  StageClock(const Config& config, const image::ReadOptions& reading, int repeats);

  // Times all stages of prepare() (classify/classify.h) on one picture; gives its patches.
  // Throws InputError for a picture that can't be read.
  PatchBatch time(const std::filesystem::path& picture);

  // In the order of the stages; the mean of the pictures so far.
  std::vector<StageSpeed> per_field() const;

 private:
  template <class Stage>
  auto time_stage(const std::string& name, const Stage& stage);

  const Config& config_;
  image::ReadOptions reading_;
  int repeats_;
  std::size_t fields_ = 0;
  std::vector<StageSpeed> sums_;
};

}  // namespace msmv::benchmark
