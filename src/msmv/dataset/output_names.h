#pragma once

#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// A name, without extension, for what is made of each sample, in their order. It is the stem of the
// picture's file, or, where another picture has the same stem, the file's name and as many folders
// above it as tell them apart, with _ for what parts folders. A hash of its path ends one that is
// another's nevertheless, or too long for a file. No two pictures have one name, whatever the
// order.
std::vector<std::string> output_names(const std::vector<Sample>& samples);

}  // namespace msmv::dataset
