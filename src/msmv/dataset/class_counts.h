#pragma once

#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"

namespace msmv::dataset {

// The classes that an image has, in the order of the data set's.
ClassNames occurring_classes(const Dataset& dataset);

// Whether a training run begins with a network that knows its classes already.
enum class Beginning { fresh, trained };

// Warnings about the images of a training run before any work: one sentence for each class with a
// single image to learn from, and with none to be evaluated on or a single one; of a trained
// network also for those with none to learn from.
// Throws InputError naming the classes that a fresh network has no image to learn from.
std::vector<std::string> require_learnable(const Dataset& dataset, const Fold& fold,
                                           Beginning beginning);

}  // namespace msmv::dataset
