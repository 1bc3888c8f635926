#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// The slides that a command names, sorted by path, each once: a file; a folder, for every slide in
// it and below it; a table (*.csv) with a column wsi, slide or file; a list (*.txt, or `-` for
// standard input) of a path a line. Names in a table or list are relative to its folder. The files
// are not opened, nor need they be there: that is for whoever reads them.
// Throws InputError for a folder without slides, and a table or list that can't be read or is
// empty.
std::vector<Sample> list_slides(std::span<const std::string> arguments,
                                std::istream& standard_input);

}  // namespace msmv::dataset
