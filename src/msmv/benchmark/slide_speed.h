#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/benchmark/stage_speed.h"
#include "msmv/classify/slide_run.h"

// How fast a whole slide is classified: what `msmv bench --slide` measures.

namespace msmv::benchmark {

struct SlideSpeedOptions {
  std::filesystem::path model, slide;
  SlideOptions tiles;
  int threads = 0;                // 0: as many as OpenMP would use
  int repeats = 3;                // of each measurement; the best counts
  std::size_t timed_tiles = 200;  // that each stage is timed on: neighbours from the slide's middle
};

// What the network and the whole run give in one precision.
struct SlideNetworkSpeed {
  std::string name;                              // "openvino int8"
  std::string unavailable;                       // why it can't be had here; the rest is empty then
  double ready_s = 0;                            // from the model's file to a network that is ready
  double encode_core_ms = 0, score_core_ms = 0;  // of a tile: its patches; FDNet and the vote
  double seconds = 0, cpu_seconds = 0;           // of all tiles on all threads
  std::uint64_t peak_memory_bytes = 0;           // of the program, in that time
};

struct SlideSpeed {
  std::string processor;  // its instructions
  int threads = 0;
  std::string slide, vendor;
  PixelExtent extent;
  PixelSize um_per_px;
  double read_um_per_px = 0;  // of the pixels that a tile was brought to
  std::size_t tiles = 0, timed_tiles = 0;
  double plan_s = 0, plan_cpu_s = 0;  // tissue, tiles, stain
  // What a tile takes of one core before the network: reading (of the context, too), fitness,
  // nuclei and regions, patches (with the change of colours).
  std::vector<StageSpeed> stages;
  std::vector<SlideNetworkSpeed> networks;

  double core_ms(const SlideNetworkSpeed& network) const;  // of a tile, all stages together
  // Tiles a second that the stages and the network allow when no core waits.
  double allowed_tiles_s(const SlideNetworkSpeed& network) const;
  double tiles_s(const SlideNetworkSpeed& network) const;
  double busy_share(const SlideNetworkSpeed& network) const;  // of the threads' time
};

// Measures the stages of neighbouring tiles on one thread, then all tiles on all threads in each
// precision of the engine; `say` is told what is under way. A slide is opened anew for each
// measurement, so that OpenSlide's cache holds no more than it would in a run.
// Throws InputError for what plan_slide throws it for, a model that can't be read and a slide
// without tiles.
SlideSpeed measure_slide_speed(const SlideSpeedOptions& options,
                               const std::function<void(const std::string&)>& say);

}  // namespace msmv::benchmark
