#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/values/patch_batch.h"

// What the training of a centre network is made of, in plain memory.

namespace msmv::nuclei {

// What one update learns from.
struct CropBatch {
  PatchBatch crops;            // of one scale
  std::vector<float> targets;  // [samples, side / 2, side / 2]: 1 where a nucleus's centre is
  std::vector<float> weights;  // likewise: 0 where the crop hangs over its picture's border
};

// The crops of a step; the same for the same step. Called from one thread at a time.
using DrawCrops = std::function<CropBatch(std::size_t step)>;

struct TrainingRun {
  std::filesystem::path folder;  // for checkpoint.safetensors and log.jsonl
  bool resume = false;           // from that checkpoint, if there is one
  double checkpoint_minutes = 2;
  std::string begun_from;  // names recipe and data: a run is resumed only on the same
  std::function<bool()> is_interrupted = [] { return false; };
  std::function<void(std::size_t step, double loss)> progress = [](std::size_t, double) {};
};

}  // namespace msmv::nuclei
