#pragma once

#include <cstddef>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/values/seed.h"

namespace msmv::dataset {

// Images that must come into one fold: indices into a data set's samples.
using Group = std::vector<std::size_t>;

// Each image alone.
std::vector<Group> single_images(const Dataset& dataset);

// All images of a patient. Throws InputError when a patient is unknown.
std::vector<Group> by_patient(const Dataset& dataset);

// Each class in the order of its file names, cut into blocks. With a length: of at most so many
// images, as even as may be, and never across a change of series or a gap in the numbers (files
// without numbers stand next to each other). With length 0: into as many as there are folds, each
// cut moved by up to a quarter of a block to where it parts no neighbours, or no known patient.
struct BlockSize {
  int length = 0;
  int folds = 1;
};
std::vector<Group> neighbour_blocks(const Dataset& dataset, const BlockSize& size);

// Groups that share a known patient, joined.
std::vector<Group> join_patients(const Dataset& dataset, const std::vector<Group>& groups);

// Deals groups out to folds so that each class is as evenly spread as the groups allow: in random
// order, larger groups first, each to the fold that has least of its classes. Each fold ascending.
// Throws InputError when there are fewer groups than folds.
std::vector<Group> deal(const Dataset& dataset, std::vector<Group> groups, int folds, Seed seed);

}  // namespace msmv::dataset
