#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/fdnet/config.h"
#include "msmv/pfenet/config.h"
#include "msmv/training/batches.h"
#include "msmv/training/config.h"
#include "msmv/vote/config.h"
#include "msmv/weights/tensor.h"

// Training of PFENet and FDNet, or of FDNet alone on frozen encodings. No picture is opened here:
// patches or encodings come from a store. No LibTorch type is seen here either.

namespace msmv::training {

// What is trained.
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

// How validation images came out: samples one by one, and images after the vote of theirs.
struct Validation {
  double loss = 0, patch_accuracy = 0, image_accuracy = 0;
  std::size_t patches = 0, images = 0;
};
// As the log has it: val_accuracy is that of images.
Json log_entries(const Validation& validation);

struct Progress {
  int epoch = 0, epochs = 0;        // counted from 1
  std::size_t samples = 0, of = 0;  // in the whole run
  double loss = 0, accuracy = 0;    // of this epoch's training samples so far
  double samples_per_s = 0, seconds_left = 0;
};

// Where and how a run takes place: nothing that changes its result, but for the device.
struct RunOptions {
  std::filesystem::path folder;   // for checkpoint.safetensors and log.jsonl
  bool resume = false;            // from that checkpoint, if there is one
  bool keeps_checkpoints = true;  // not worth it where a run takes a minute
  std::string device = "cpu";     // or "cuda", "cuda:1"
  std::function<bool()> is_interrupted = [] { return false; };
  std::function<void(const Progress&)> progress = [](const Progress&) {};
  // Called with the weights whenever an epoch is the best so far, before the checkpoint that says
  // so is written.
  std::function<void(const weights::Tensors&, const Json&)> keep;
};

enum class Outcome { finished, interrupted };

// Several processes with RANK and WORLD_SIZE in their environment (training/group.h) train one
// model, each on its part of every batch, with the losses that one process has with the same
// batch; the first of them writes the files.
//
// Trains from `initial` ("pfenet." and "fdnet." tensors). Interrupted, it leaves a checkpoint from
// which a resumed run gives to the bit what an uninterrupted one would have given, on the same
// processor with as many threads. Writes a line of JSON per epoch to the log.
// Throws InputError when a loss or gradient is not finite (the last checkpoint is the last good
// state), when a checkpoint is of other settings or data, or when the folder can't be written.
Outcome train(const NetworkConfig& network, const Config& config, const Data& data,
              const weights::Tensors& initial, const RunOptions& run);

// FDNet before training, under the names of a model: PyTorch's distributions (uniform up to
// 1 / sqrt(inputs)), drawn from the seed alone.
weights::Tensors initial_fdnet(const NetworkConfig& network, Seed seed);

}  // namespace msmv::training
