#pragma once

#include <filesystem>
#include <optional>

#include "data_options.h"
#include "msmv/dataset/split.h"
#include "msmv/report/evaluation.h"

namespace msmv::app {

// How many of the images a model has seen in its training, by their files and by their pixels.
report::Seen seen_of(const CheckedData& data, const dataset::Selection& selection,
                     const model::SeenImages& by_model);

// --seen-by: the models whose training is looked through for images that only predictions are of.
void add_seen_by_option(CLI::App& command, std::vector<std::filesystem::path>& models);

// The same for a model file; the pictures must be there, and are looked into.
report::Seen seen_by(const std::filesystem::path& model, const CheckedData& data,
                     const dataset::Selection& selection);

}  // namespace msmv::app
