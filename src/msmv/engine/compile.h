#pragma once

#include <string>

#include "msmv/engine/precision.h"
#include "msmv/engine/program.h"
#include "msmv/engine/quantize.h"
#include "msmv/engine/resnet.h"

// From trained weights to a program for this processor:
//  - batch norms are folded into weights and biases;
//  - ReLU and the residual sum become post-operations of the convolutions, the sum in place;
//  - oneDNN chooses the layout of each tensor; a reorder stands only where two steps disagree;
//  - all tensors and scratchpads of a run share one arena, planned by their lifetimes.
// A program runs one patch on one thread. So the values of a patch can't depend on its neighbours
// in a batch or on the number of threads, and the working set stays in the caches; larger batches
// were measured to be no faster (docs/engine.md).

namespace msmv::engine {

struct CompileOptions {
  std::size_t side_px = 0;
  Precision precision = Precision::fp32;
  ActivationRanges ranges;  // for int8 only
};

// The ResNet under `prefix`. In int8 the stem computes in fp32 (3 % of the work: three channels use
// 8-bit instructions badly, and its input keeps all its accuracy).
// Throws InputError for weights that don't fit or, in int8, for a range that is missing.
Program compile(const WeightSource& source, const std::string& prefix,
                const CompileOptions& options);

}  // namespace msmv::engine
