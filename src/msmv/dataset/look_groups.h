#pragma once

#include <cstddef>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/dataset/groups.h"
#include "msmv/values/look.h"
#include "msmv/values/seed.h"

namespace msmv::dataset {

// For each look the number of its group, from 0: k-means over the looks' numbers, each standardized
// to mean 0 and deviation 1 over all of them. Of 50 starts drawn from the seed (k-means++, Arthur
// and Vassilvitskii 2007) the closest groups count. Groups are numbered by their first look.
// Throws std::invalid_argument for no groups, or fewer different looks than groups.
std::vector<std::size_t> cluster(const std::vector<Look>& looks, std::size_t groups, Seed seed);

// The images of a data set in groups of like look; a known patient's images all come into the
// group that has most of them (the first of several). Throws InputError when looks were not
// measured (runs/labelled_data.h), or when there are fewer different ones than groups.
std::vector<Group> by_look(const Dataset& dataset, int groups, Seed seed);

}  // namespace msmv::dataset
