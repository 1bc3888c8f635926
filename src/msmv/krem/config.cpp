#include "msmv/krem/config.h"

#include <algorithm>

#include "msmv/config/json.h"

namespace msmv::krem {

void check(const Config& config) {
  const Json windows = config.windows_px;
  const Json steps = config.steps_px;
  if (config.windows_px.empty() || config.windows_px.size() != config.steps_px.size()) {
    throw InputError("krem: windows_px " + windows.dump() + " and steps_px " + steps.dump() +
                     " must name the same scales, at least one");
  }
  for (std::size_t i = 1; i < config.windows_px.size(); ++i) {
    if (config.windows_px[i] > config.windows_px[i - 1]) {
      throw InputError("krem: windows_px " + windows.dump() +
                       " must go from coarse to fine, each inside the one before it");
    }
  }
  if (!config.has_context()) {
    return;
  }
  if (config.context_px.size() != 2 ||
      std::ranges::min(config.context_px) < config.windows_px.front()) {
    throw InputError("krem: context_px " + Json(config.context_px).dump() +
                     " must name a width and a height that hold the largest window");
  }
}

}  // namespace msmv::krem
