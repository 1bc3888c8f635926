#pragma once

#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"

namespace msmv::dataset {

// The classes that an image has, in the order of the data set's.
ClassNames occurring_classes(const Dataset& dataset);

// What a training run should know of its images before any work: one sentence for each class with a
// single image to learn from, with none to be evaluated on or a single one.
// Throws InputError naming the classes that have no image to learn from.
std::vector<std::string> require_learnable(const Dataset& dataset, const Fold& fold);

}  // namespace msmv::dataset
