#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>

#include "msmv/dataset/manifest.h"

namespace msmv::dataset {

// A labelled data set from what a user names: a manifest; a folder with a manifest.csv in it; a
// folder per class or BACH's folders (folders.h). Throws InputError as those readers do.
Reading read(const std::filesystem::path& source, const ReadOptions& options);

// Lists the pictures that a command's arguments name, in their order: a picture, a folder
// (its manifest.csv if it has one, otherwise every picture below it), a manifest (*.csv, *.tsv), or
// `-`, which stands for paths read from `standard_input`, one a line. Pictures are not opened, nor
// need they be there: that is for whoever reads them. Labels are ignored.
Reading list_pictures(std::span<const std::string> arguments, std::istream& standard_input,
                      const std::filesystem::path& root);

}  // namespace msmv::dataset
