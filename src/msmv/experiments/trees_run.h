#pragma once

#include <vector>

#include "msmv/dataset/split.h"
#include "msmv/experiments/encoders.h"
#include "msmv/experiments/experiment.h"
#include "msmv/experiments/pictures.h"
#include "msmv/experiments/unit_run.h"
#include "msmv/trees/boosted_trees.h"

namespace msmv::experiments {

// The trees of an experiment, grown on the descriptors of a fold's training images; each descriptor
// has its image's label; `place` counts rounds as samples. Throws InputError as encoding does,
// Interrupted when stopped.
trees::BoostedTrees grown(const Experiment& experiment, const dataset::Fold& fold,
                          const Encoder& encoder, const Pictures& pictures, const Place& place);

// Classifies a fold's validation images by trees: one voter an image, the mean of its descriptors'
// scores.
std::vector<JudgedImage> judged(const Experiment& experiment, const dataset::Fold& fold,
                                const Encoder& encoder, const Pictures& pictures,
                                const trees::BoostedTrees& judge);

}  // namespace msmv::experiments
