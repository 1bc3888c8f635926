#pragma once

#include <filesystem>
#include <string>

#include "msmv/experiments/results.h"

namespace msmv::experiments {

// One HTML page that needs nothing beside it: the tables, the overview and each row's confusion
// matrix and class bars, taken as SVG from `figures` (overview, ROW_confusion, ROW_class_bars;
// those that are not there are left out). No script, nothing fetched; text from files is escaped.
std::string to_html(const Results& results, const std::filesystem::path& figures);

}  // namespace msmv::experiments
