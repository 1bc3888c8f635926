#pragma once

#include <cstddef>
#include <functional>

#include "msmv/dataset/dataset.h"
#include "msmv/image/read.h"

namespace msmv::store {

// Opens every picture of a data set and notes its look, for a split by looks. `progress` is told
// pictures done and in all. Throws InputError for a picture that can't be read.
void measure_looks(
    dataset::Dataset& dataset, const image::ReadOptions& reading,
    const std::function<void(std::size_t, std::size_t)>& progress = [](std::size_t, std::size_t) {
    });

}  // namespace msmv::store
