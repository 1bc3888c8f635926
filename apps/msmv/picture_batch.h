#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "commands.h"
#include "msmv/dataset/dataset.h"
#include "msmv/image/read.h"

namespace msmv::app {

// A subcommand that makes files of each of many pictures.
struct PictureBatch {
  std::string what;                // for the line of progress: "Regions"
  std::vector<std::string> paths;  // pictures, folders, manifests or -
  std::filesystem::path root, output;
  std::vector<std::string> extensions;  // of the files that are made of a picture
  image::ReadOptions reading;
  int threads = 0;  // 0: all
};

// Makes the files of one picture: `stem` is their path without extension. Gives where the picture's
// pixel size is known from; throws what keeps it from being done.
using MakeFiles =
    std::function<PixelSizeSource(const dataset::Sample&, const std::filesystem::path& stem)>;

void add_picture_options(CLI::App& command, PictureBatch& batch);

// All of them, several at once. What is at fault with one is said, and the others go on; no input
// is replaced. Throws InputError when interrupted.
Outcome run_batch(const PictureBatch& batch, const MakeFiles& make);

}  // namespace msmv::app
