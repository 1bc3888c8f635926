#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/experiment.h"
#include "msmv/experiments/pictures.h"
#include "msmv/experiments/unit.h"
#include "msmv/training/trainer.h"
#include "msmv/weights/tensor.h"

namespace msmv::experiments {

// Where and how a network is trained.
struct Place {
  std::filesystem::path folder;  // for its log and, where encoders are trained, its checkpoint
  std::string device = "cpu";
  int threads = 0;  // 0: all
  std::string key;  // of what it is trained from
  std::function<bool()> is_interrupted = [] { return false; };
  std::function<void(const training::Progress&)> progress = [](const training::Progress&) {};
};

// Trains an experiment's network on a fold's training images and gives it as it is after the last
// epoch: nothing is chosen on the images that it is judged on. Frozen encoders are left out.
// Throws InputError as training does, Interrupted when stopped.
weights::Tensors trained(const Experiment& experiment, const dataset::Fold& fold,
                         const Encoder& encoder, const Pictures& pictures, const Place& place);

// Classifies a fold's validation images by that network, as the experiment says.
std::vector<JudgedImage> judged(const Experiment& experiment, const dataset::Fold& fold,
                                const Encoder& encoder, const Pictures& pictures,
                                const weights::Tensors& network);

}  // namespace msmv::experiments
