#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "msmv/dataset/class_list.h"
#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"
#include "msmv/image/read.h"
#include "msmv/model/seen_images.h"

namespace msmv::app {

// How a subcommand gets at labelled images: --data, --root, --map, --skip-faulty; --classes where
// they are not a model's; --threads of a subcommand that has none of its own.
struct DataOptions {
  std::filesystem::path data, root;
  std::vector<std::string> classes;
  dataset::ClassMap class_map;
  bool skip_faulty = false;
  int threads = 0;  // that pictures are checked on; 0: all
};
void add_data_options(CLI::App& command, DataOptions& options);
void add_threads_option(CLI::App& command, int& threads);
void add_classes_option(CLI::App& command, DataOptions& options);

// How far the data are looked into before any work is put into them.
enum class Checked {
  names,   // the pictures need not be there
  copies,  // they must, and none may be a copy of another file
  pixels,  // and each must be readable, and no copy in another format; how many have no pixel size
           // is said
};

// Images and what was found out about their files, by path; of names only, nothing.
struct CheckedData {
  dataset::Dataset dataset;
  std::map<std::filesystem::path, model::ImageFacts> facts;
};

// The data set that they name. Classes that are unknown are said together, and nothing else is
// done; all else that is wrong is printed, a line a file. Then it throws InputError or, with
// --skip-faulty, goes on without those files.
CheckedData read_data(const DataOptions& options, Checked checked,
                      const image::ReadOptions& reading);

// The same of data that were read by their names only, for the images of a split: nothing need be
// well with the others.
CheckedData checked_split(const DataOptions& options, const dataset::Dataset& dataset,
                          const std::string& split, Checked checked,
                          const image::ReadOptions& reading);

// What is known of an image's file for model::seen_as.
model::ImageFacts image_facts(const CheckedData& data, const dataset::Sample& sample);

// Measures the pictures' looks where a split goes by them, and shows how far it is.
void measure_looks(dataset::Dataset& dataset, const image::ReadOptions& reading);

// --split: the images to be judged. See dataset::select.
void add_split_option(CLI::App& command, std::string& split);

}  // namespace msmv::app
