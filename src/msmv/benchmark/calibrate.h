#pragma once

#include <functional>
#include <string>
#include <vector>

#include "msmv/classify/stream.h"
#include "msmv/model/model_file.h"
#include "msmv/network/calibration.h"

namespace msmv::benchmark {

// What is under way and how much of it is done.
using CalibrationProgress =
    std::function<void(const std::string& what, std::size_t done, std::size_t of)>;

// How pictures are read and worked on.
struct CalibrationRun {
  image::ReadOptions reading{};
  int threads = 0;  // 0: all (pipeline/threads.h)
  CalibrationProgress progress = [](auto&&...) {};
};

// Finds the ranges of activations that int8 needs (engine/calibrate.h) on these pictures, some tens
// that the model was trained on, and keeps them in `model`; `images` says in words which they are.
// Earlier validations are dropped. Throws InputError for a picture that can't be read.
void calibrate(ModelFile& model, const std::vector<PictureToClassify>& pictures,
               const std::string& images, const CalibrationRun& run);

// Classifies the pictures in fp32 and in every faster precision that the device ("cpu", "cuda:0")
// and the model have, and keeps how often they agreed in `model`. Gives what it added. Throws
// InputError for a picture that can't be classified and a device that isn't there.
std::vector<Validation> validate(ModelFile& model, const std::vector<PictureToClassify>& pictures,
                                 const std::string& device, const CalibrationRun& run);

}  // namespace msmv::benchmark
