#pragma once

#include <filesystem>

#include "msmv/image/read.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// So that no pixel size is taken in silence: says of the first picture without one what it is taken
// as, and of the others nothing.
class AssumedSize {
 public:
  explicit AssumedSize(const image::ReadOptions& reading) : um_per_px_(reading.assumed_um_per_px) {}
  void look_at(const std::filesystem::path& picture, PixelSizeSource source, const Watch& watch);

 private:
  double um_per_px_;
  bool is_said_ = false;
};

}  // namespace msmv::runs
