#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/dataset/manifest.h"
#include "msmv/image/read.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// Files that are made of each of many pictures.
struct PictureBatch {
  std::string what;                // that is counted: "Regions"
  std::vector<std::string> paths;  // what was named: beside these, pictures that were drawn into
                                   // `output` by an earlier run are left out
  std::filesystem::path output;    // a folder
  std::vector<std::string> extensions;  // of the files that are made of a picture
  image::ReadOptions reading;
  int threads = 0;  // 0: all
};

// Makes the files of one picture: `stem` is their path without extension. Gives where the picture's
// pixel size is known from; throws what keeps it from being done.
using MakeFiles =
    std::function<PixelSizeSource(const dataset::Sample&, const std::filesystem::path& stem)>;

// All of them, several at once. What is at fault with one is said, and the others go on; no input
// is replaced.
Ended run_batch(const dataset::Reading& listed, const PictureBatch& batch, const MakeFiles& make,
                const Watch& watch);

}  // namespace msmv::runs
