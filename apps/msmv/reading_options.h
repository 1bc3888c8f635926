#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>

#include "msmv/image/read.h"
#include "progress.h"

namespace msmv::app {

// The options of every subcommand that reads pictures: --mpp, --mpp-x, --mpp-y, --require-mpp,
// --max-pixels.
void add_reading_options(CLI::App& command, image::ReadOptions& reading);

// So that no pixel size is taken in silence: says of the first picture without one what it is taken
// as, and of the others nothing.
class AssumedSize {
 public:
  explicit AssumedSize(const image::ReadOptions& reading) : um_per_px_(reading.assumed_um_per_px) {}
  // `shown` is cleared before something is said.
  void look_at(const std::filesystem::path& picture, PixelSizeSource source,
               Progress* shown = nullptr);

 private:
  double um_per_px_;
  bool is_said_ = false;
};

}  // namespace msmv::app
