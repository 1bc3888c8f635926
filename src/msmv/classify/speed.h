#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/classify/model.h"
#include "msmv/engine/peak.h"
#include "msmv/image/read.h"

namespace msmv {

// What `msmv bench` measures, and how often.
struct SpeedOptions {
  std::filesystem::path model;
  std::vector<std::filesystem::path> pictures;  // fields, all readable
  image::ReadOptions reading;
  int threads = 0;  // 0: as many as OpenMP would use
  int repeats = 3;  // of each measurement; the best counts
};

// What a stage takes for one field, on one thread.
struct StageSpeed {
  std::string stage;
  double ms_per_field = 0;
};

// A way to run the network.
struct NetworkSpeed {
  std::string name;         // "onednn int8"
  std::string unavailable;  // why it can't be had here; the rest is empty then
  double ready_s = 0;       // from the model's file to a network that is ready

  // The encoders alone, on all threads.
  double ms_per_patch = 0;
  double giga_operations_s = 0;  // for each second of a core's time
  engine::Peak peak;             // of a core, in the same precision

  // From files to classes, all stages, with all voters and with an early vote.
  double fields_s = 0, fields_s_early = 0;
  double voters = 0, voters_early = 0;  // asked for a field, on average
  std::uint64_t peak_memory_bytes = 0;  // of the program, in that time

  // Against the first network: how many fields got its class, and by how much a score changed.
  std::size_t same_class = 0;
  double greatest_change = 0;
};

struct Speed {
  std::string processor;  // its instructions
  int threads = 0;
  std::size_t fields = 0;
  double patches_per_field = 0;
  std::vector<StageSpeed> stages;
  std::vector<NetworkSpeed> networks;  // LibTorch first
};

// Measures one stage and one network after the other; `say` is told what is under way. Sets the
// number of OpenMP's threads. Throws InputError when the model or a picture can't be read.
Speed measure_speed(const SpeedOptions& options,
                    const std::function<void(const std::string&)>& say);

}  // namespace msmv
