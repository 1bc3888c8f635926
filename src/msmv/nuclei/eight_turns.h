#pragma once

#include "msmv/values/centre_map.h"

namespace msmv::nuclei {

// A network whose map is the mean of the given network's maps of the picture's eight turns
// (rotations by quarters, mirrored and not), turned back: what it finds in a turned picture is what
// it finds in the picture, turned. It takes eight times as long.
CentreNetwork over_eight_turns(const CentreNetwork& network);

}  // namespace msmv::nuclei
