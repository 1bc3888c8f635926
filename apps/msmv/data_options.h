#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "msmv/dataset/file_check.h"
#include "msmv/dataset/manifest.h"
#include "msmv/dataset/split.h"

namespace msmv::app {

// How a subcommand gets at labelled images: --data, --root, --classes, --skip-faulty.
struct DataOptions {
  std::filesystem::path data, root;
  std::vector<std::string> classes;
  bool skip_faulty = false;
};
void add_data_options(CLI::App& command, DataOptions& options);

// The data set that they name. All that is wrong with it is printed, a line a file; then it throws
// InputError, or, with --skip-faulty, goes on without those files.
dataset::Dataset read_data(const DataOptions& options, dataset::Pictures pictures);

// The same for what check_files finds in the pictures themselves.
dataset::Dataset check_data(const DataOptions& options, const dataset::Dataset& dataset,
                            const dataset::Probe& probe);

// --split: the images to be judged. See dataset::select.
void add_split_option(CLI::App& command, std::string& split);

}  // namespace msmv::app
