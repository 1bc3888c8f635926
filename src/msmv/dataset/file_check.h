#pragma once

#include <functional>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// Opens a sample's picture as far as is needed to trust it; throws InputError when it is none.
using Probe = std::function<void(const Sample&)>;

// What is wrong with the files behind the samples, before any work is put into them: files that
// `probe` refuses, and files whose bytes are those of an earlier one, which would count an image
// twice and may put it on both sides of a split. When two such files have different labels, both
// are at fault. Reads every file once.
std::vector<Fault> check_files(const Dataset& dataset, const Probe& probe);

}  // namespace msmv::dataset
