#pragma once

#include "msmv/pfenet/graph.h"

// Encoders of modules with branches beside each other, as torchvision builds them, without their
// heads and auxiliary classifiers. torchvision's weights expect (x - 0.5) / 0.5 (its
// transform_input), which is the config's to say (mean, deviation).

namespace msmv::pfenet {

Graph googlenet();
Graph inception_v3();

}  // namespace msmv::pfenet
