#include "msmv/runs/assumed_size.h"

#include "msmv/values/decimal.h"

namespace msmv::runs {

void AssumedSize::look_at(const std::filesystem::path& picture, PixelSizeSource source,
                          const Watch& watch) {
  if (source != PixelSizeSource::assumed || is_said_) {
    return;
  }
  is_said_ = true;
  say(watch, picture,
      "has no pixel size; taken as " + decimal(um_per_px_) + " um (--mpp gives one; said once)");
}

}  // namespace msmv::runs
