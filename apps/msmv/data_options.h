#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "msmv/runs/labelled_data.h"

namespace msmv::app {

// How a subcommand gets at labelled images: --data, --root, --map, --skip-faulty; --classes where
// they are not a model's; --threads of a subcommand that has none of its own.
void add_data_options(CLI::App& command, runs::LabelledData& options);
void add_threads_option(CLI::App& command, int& threads);
void add_classes_option(CLI::App& command, runs::LabelledData& options);

// --split: the images to evaluate on. See dataset::select.
void add_split_option(CLI::App& command, std::string& split);

// --seen-by: the models whose training is looked through for images that only predictions are of.
void add_seen_by_option(CLI::App& command, std::vector<std::filesystem::path>& models);

}  // namespace msmv::app
