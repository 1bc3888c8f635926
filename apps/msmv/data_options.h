#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"
#include "msmv/image/read.h"

namespace msmv::app {

// How a subcommand gets at labelled images: --data, --root, --skip-faulty; --classes where they are
// not a model's; --threads of a subcommand that has none of its own.
struct DataOptions {
  std::filesystem::path data, root;
  std::vector<std::string> classes;
  bool skip_faulty = false;
  int threads = 0;  // that pictures are checked on; 0: all
};
void add_data_options(CLI::App& command, DataOptions& options);
void add_threads_option(CLI::App& command, int& threads);
void add_classes_option(CLI::App& command, DataOptions& options);

// How far the data are looked into before any work is put into them.
enum class Checked {
  names,   // the pictures need not be there
  copies,  // they must, and none may be a copy of another
  pixels,  // and each must be readable; how many have no pixel size is said
};

// The data set that they name. All that is wrong with it is printed, a line a file; then it throws
// InputError, or, with --skip-faulty, goes on without those files.
dataset::Dataset read_data(const DataOptions& options, Checked checked,
                           const image::ReadOptions& reading);

// The same of data that were read by their names only, for the images of a split: nothing need be
// well with the others.
dataset::Dataset checked_split(const DataOptions& options, const dataset::Dataset& dataset,
                               const std::string& split);

// Measures the pictures' looks where a split goes by them, and shows how far it is.
void measure_looks(dataset::Dataset& dataset, const image::ReadOptions& reading);

// --split: the images to be judged. See dataset::select.
void add_split_option(CLI::App& command, std::string& split);

}  // namespace msmv::app
