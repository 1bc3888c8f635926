#pragma once

#include "msmv/nuclei/config.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/seed.h"
#include "msmv/weights/layout.h"
#include "msmv/weights/tensor.h"

namespace msmv::nuclei {

// A fully convolutional network of two resolutions. Half the picture's: a stem of 4 x 4 with stride
// 2 and two convolutions of 3 x 3. A quarter's: one of 4 x 4 with stride 2, then three of 3 x 3,
// the last two dilated by 2 and 4 and added to what they read, so that a place sees 60 um around
// it. Both are joined and end in one logit a place of half the picture's resolution. Kernels of
// even sides with stride 2 lie symmetrically over the pixels: a mirrored network reads a mirrored
// picture alike. Input: [n, 3, height, width] as pfenet::Config normalises colours, sides multiples
// of 4.
pfenet::Graph graph_of(const NetworkConfig& config);

// Its tensors, by name.
weights::Layout layout(const NetworkConfig& config);

// Weights to begin with: normal deviates as wide as PyTorch's own for convolutions (batch norms
// make wider ones learn more slowly, not differently), and a last bias by which one place in twenty
// looks like a centre. The same for the same seed.
weights::Tensors initial_weights(const NetworkConfig& config, Seed seed);

}  // namespace msmv::nuclei
