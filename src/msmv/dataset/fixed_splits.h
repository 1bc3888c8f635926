#pragma once

#include <string>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// The parts of BACH's 400 images in two published benchmarks, by file number (n001-n100 normal,
// b benign, is in situ, iv invasive), whatever the extension. Both keep apart the patients that
// BACH's authors have named. Throw InputError for a picture that is not named so.

// train or val. From kaiko-ai/eva, src/eva/vision/data/datasets/classification/bach.py.
std::string eva_part(const Sample& sample);

// train, val or test: eva's val is THUNDER's test; its val is five blocks of eva's train.
// From MICS-Lab/thunder, src/thunder/datasets/dataset/bach.py.
std::string thunder_part(const Sample& sample);

inline constexpr std::size_t kBachImages = 400;

}  // namespace msmv::dataset
