#pragma once

#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// A name, without extension, for what is made of each sample, in their order. It is the stem of the
// picture's file, or, where another picture has the same stem, the whole of the sample's name with
// _ for what parts folders: what is made of two pictures never has one name.
std::vector<std::string> output_names(const std::vector<Sample>& samples);

}  // namespace msmv::dataset
