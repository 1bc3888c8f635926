#pragma once

#include <string>
#include <vector>

#include "msmv/engine/layers.h"
#include "msmv/engine/peak.h"

namespace msmv::report {

// A table of layers: time, its share of the whole, and what of a core's peak a convolution reaches.
std::string layers_text(const std::vector<engine::LayerTime>& layers, const engine::Peak& peak);

}  // namespace msmv::report
