#pragma once

#include <array>

#include "msmv/pfenet/graph.h"

// Encoders of blocks in a row, without their heads; all but the last as torchvision builds them.

namespace msmv::pfenet {

// Bottleneck blocks in each of four stages (deviation D40). It ends with the fourth, with the
// third, or with the two side by side, the third's map averaged to the fourth's size (deviation
// D52).
enum class ResnetEnd { stage4, stage3, stages34 };
Graph resnet(const std::array<int, 4>& blocks, ResnetEnd end = ResnetEnd::stage4);

// The convolutions and pools (torchvision's `features`; deviation D48).
Graph vgg16();

// The dense blocks, and the batch norm and ReLU after the last.
Graph densenet161();

// Araujo et al. 2017: five convolutions, each with a pool, and two hidden layers, for patches of
// 512 px (deviation D50). The encoding is the second hidden layer: 128 values.
Graph araujo2017();

}  // namespace msmv::pfenet
