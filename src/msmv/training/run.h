#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/fdnet/config.h"
#include "msmv/pfenet/config.h"
#include "msmv/training/batches.h"
#include "msmv/vote/config.h"
#include "msmv/weights/tensor.h"

// The parts that a training run is made of.

namespace msmv::training {

// The network that is trained.
struct NetworkConfig {
  pfenet::Config pfenet;
  fdnet::Config fdnet;
  vote::Config vote;
  std::size_t scales = 0, classes = 0, side_px = 0;
};

struct Data {
  std::vector<Image> training, validation;  // validation may be empty: the last epoch is kept then
  std::string fingerprint;                  // of both; a run resumes only on the same
};

struct Progress {
  int epoch = 0, epochs = 0;        // counted from 1
  std::size_t samples = 0, of = 0;  // in the whole run
  double loss = 0, accuracy = 0;    // of this epoch's training samples so far
  // Share of the validation images that were right after the last epoch; none before the first of
  // this run.
  std::optional<double> validation_accuracy{};
  double samples_per_s = 0, seconds_left = 0;
};

// Where and how a run takes place: nothing that changes its result, but for the device.
struct RunOptions {
  std::filesystem::path folder;   // for checkpoint.safetensors and log.jsonl
  bool resume = false;            // from that checkpoint, if there is one
  bool keeps_checkpoints = true;  // not worth it where a run takes a minute
  std::string device = "cpu";     // or "cuda", "cuda:1" (torch/device.h)
  int threads = 0;                // of the processor; 0: all (pipeline/threads.h)
  std::string begun_from = "";    // names the model before training; only its own run goes on
  std::function<bool()> is_interrupted = [] { return false; };
  // Before the first epoch: of how many samples FDNet's input statistics have been taken.
  std::function<void(std::size_t done, std::size_t of)> statistics = [](std::size_t, std::size_t) {
  };
  std::function<void(const Progress&)> progress = [](const Progress&) {};
  // Called with the weights whenever an epoch is the best so far, before the checkpoint that says
  // so is written.
  std::function<void(const weights::Tensors&, const Json&)> keep;
};

enum class Outcome { finished, interrupted };

}  // namespace msmv::training
