#pragma once

#include <filesystem>

#include "msmv/dataset/split.h"
#include "msmv/report/evaluation.h"
#include "msmv/runs/labelled_data.h"

namespace msmv::runs {

// How many of the images a model has seen in its training, by their files and by their pixels.
report::Seen seen_of(const CheckedData& data, const dataset::Selection& selection,
                     const model::SeenImages& by_model);

// The same for a model file; the pictures must be there, and are looked into.
report::Seen seen_by(const std::filesystem::path& model, const CheckedData& data,
                     const dataset::Selection& selection);

}  // namespace msmv::runs
