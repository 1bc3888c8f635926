#pragma once

#include "msmv/nuclei/config.h"
#include "msmv/nuclei/training_run.h"
#include "msmv/training/run.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// Trains a centre network (nuclei/graph.h) from `weights`, which become the trained ones when it
// has finished: the moving average over the updates, its batch norms' statistics taken anew. The
// loss of a place is the cross-entropy between target and map, weighted by |target - map| to the
// power recipe.focus (Li et al., Generalized focal loss, NeurIPS 2020); its sum is divided by that
// of the targets. Interrupted, it leaves a checkpoint from which a resumed run gives to the bit
// what an uninterrupted one would have given, with as many threads. Writes a line of JSON to the
// log every 50 steps. Throws InputError when the loss is not finite, when a checkpoint is of
// another run, or when the folder can't be written.
training::Outcome train_nuclei_by_libtorch(const nuclei::NetworkConfig& network,
                                           const nuclei::Recipe& recipe,
                                           const nuclei::DrawCrops& draw, weights::Tensors& weights,
                                           const nuclei::TrainingRun& run);

}  // namespace msmv::libtorch
