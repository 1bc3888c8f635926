#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/benchmark/agreement.h"
#include "msmv/benchmark/stage_speed.h"
#include "msmv/classify/model.h"
#include "msmv/engine/peak.h"
#include "msmv/image/read.h"

namespace msmv::benchmark {

// What `msmv bench` measures, and how often.
struct SpeedOptions {
  std::filesystem::path model;
  std::vector<std::filesystem::path> pictures;  // fields, all readable
  image::ReadOptions reading;
  int threads = 0;  // 0: as many as OpenMP would use
  int repeats = 3;  // of each measurement; the best counts
  bool network_only = false;
  std::string device = "cpu";  // on "cuda" the network's ways there are measured, beside the engine
  std::int64_t peak_rows =
      8192;  // of the product of matrices that a CUDA device's peak is taken of
};

// A way to run the network.
struct NetworkSpeed {
  std::string name;           // "openvino int8", "cuda:0 bf16"
  bool is_on_device = false;  // not by the processor
  std::string unavailable;    // why it can't be had here; the rest is empty then
  double ready_s = 0;         // from the model's file to a network that is ready

  // The network alone, on the patches of as many fields as there are threads (or as were given).
  double ms_per_patch = 0;       // the encoders on all threads
  double core_ms_per_patch = 0;  // what a patch takes of the cores together
  double giga_operations_s = 0;  // theirs, for each second of a core's time or of the device's
  engine::Peak peak;             // of a core or of the device, in the same precision
  double score_ms = 0;           // FDNet and the vote, for the field

  // From files to classes (all 0 where the network only was measured), all stages, with all voters
  // and with an early vote.
  double fields_s = 0, fields_s_early = 0;
  double busy_share = 0, busy_share_early = 0;  // the part of the cores' time that was worked in
  double voters = 0, voters_early = 0;          // asked for a field, on average
  std::uint64_t peak_memory_bytes = 0;          // of the program, in that time

  Agreement agreement;         // with the first network
  std::size_t same_early = 0;  // fields whose class by early vote is that of all its voters
};

struct Speed {
  std::string processor;  // its instructions
  int threads = 0;
  std::size_t fields = 0;
  double patches_per_field = 0;
  std::vector<StageSpeed> stages;      // none where the network only was measured
  std::vector<NetworkSpeed> networks;  // LibTorch first

  // What all before the network takes of one core for one field.
  double core_ms_before_network() const;
  // The share of a core's time that all before the network takes, with all voters.
  double share_of_stages(const NetworkSpeed& network) const;
  // The fields a second that the stages and the network allow when no core waits: threads over the
  // core time of a field for which so many voters are asked. 0 for a device.
  double allowed_fields_s(const NetworkSpeed& network, double voters) const;
};

// Measures one stage and one network after the other; `say` is told what is under way. Sets the
// number of OpenMP's threads. Throws InputError when the model or a picture can't be read.
Speed measure_speed(const SpeedOptions& options,
                    const std::function<void(const std::string&)>& say);

}  // namespace msmv::benchmark
