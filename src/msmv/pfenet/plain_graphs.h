#pragma once

#include <array>

#include "msmv/pfenet/graph.h"

// Encoders of blocks in a row, as torchvision builds them, without their heads.

namespace msmv::pfenet {

// Bottleneck blocks in each of four stages (deviation D40).
Graph resnet(const std::array<int, 4>& blocks);

// The convolutions and pools (torchvision's `features`; deviation D48).
Graph vgg16();

// The dense blocks, and the batch norm and ReLU after the last.
Graph densenet161();

}  // namespace msmv::pfenet
