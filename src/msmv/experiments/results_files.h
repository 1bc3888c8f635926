#pragma once

#include <filesystem>

#include "msmv/experiments/results.h"

namespace msmv::experiments {

// Writes the results of a run into a folder: results.md, .tex, .csv and .html (a page that needs
// nothing beside it); predictions/ROW.csv, what the networks of all folds say of the images that
// they were not trained on; and figures/: overview, and of each row ROW_confusion and
// ROW_class_bars, as PNG and SVG. Each file is written atomically. Throws OutputError when it can't
// be.
void write_results(const std::filesystem::path& folder, const Results& results);

}  // namespace msmv::experiments
