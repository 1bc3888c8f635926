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

// The outcome of one picture.
struct MadeFiles {
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;  // how its pixel size was known
  std::string note = {};  // what should be said of it; mostly empty
};
// Makes the files of one picture: `stem` is their path without extension. Throws what keeps them
// from being made.
using MakeFiles =
    std::function<MadeFiles(const dataset::Sample&, const std::filesystem::path& stem)>;

// All of them, several at once. What is at fault with one is said, and the others go on; no input
// is replaced.
Ended run_batch(const dataset::Reading& listed, const PictureBatch& batch, const MakeFiles& make,
                const Watch& watch);

}  // namespace msmv::runs
