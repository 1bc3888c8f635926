#pragma once

#include <filesystem>

#include "msmv/experiments/results.h"

namespace msmv::experiments {

// The rows that have figures as STEM.png and STEM.svg: image-level accuracy with its 95 % interval,
// and the paper's beside it. Nothing is drawn where no row has any; false then.
bool draw_overview(const std::filesystem::path& stem, const Results& results);

}  // namespace msmv::experiments
