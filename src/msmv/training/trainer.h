#pragma once

#include "msmv/training/config.h"
#include "msmv/training/run.h"
#include "msmv/weights/tensor.h"

// Training of PFENet and FDNet, or of FDNet alone on frozen encodings. No picture is opened here:
// patches or encodings come from a store. LibTorch is loaded for it (libtorch/functions.h).

namespace msmv::training {

// Several processes with RANK and WORLD_SIZE in their environment (torch/process_group.h) train one
// model, each on its part of every batch, with the losses that one process has with the same
// batch; the first of them writes the files.
//
// Trains from `initial` ("pfenet." and "fdnet." tensors). Interrupted, it leaves a checkpoint from
// which a resumed run gives to the bit what an uninterrupted one would have given, on the same
// processor with as many threads. Writes a line of JSON per epoch to the log.
// Throws InputError when a loss or gradient is not finite (the last checkpoint is the last good
// state), when a checkpoint is of other settings or data, or when the folder can't be written.
Outcome train(const NetworkConfig& network, const Config& config, const Data& data,
              const weights::Tensors& initial, const RunOptions& run);

}  // namespace msmv::training
