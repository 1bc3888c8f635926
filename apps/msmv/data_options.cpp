#include "data_options.h"

#include <vector>

#include "msmv/values/in_quotes.h"
#include "within.h"

namespace msmv::app {
namespace {

// --map benign=Benign,malignant=Invasive
void add_map_option(CLI::App& command, dataset::ClassMap& map) {
  const auto take = [&map](const std::vector<std::string>& pairs) {
    map.clear();
    for (const std::string& pair : pairs) {
      const std::size_t equals = pair.find('=');
      if (equals == 0 || equals == std::string::npos || equals + 1 == pair.size()) {
        throw CLI::ValidationError(
            "--map", in_quotes(pair) + ": wanted NAME=CLASS, as in malignant=Invasive");
      }
      map.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--map", take,
          "class names of the data and the classes that they mean, comma-separated: "
          "benign=Benign,malignant=Invasive")
      ->delimiter(',')
      ->allow_extra_args(false);
}

}  // namespace

void add_data_options(CLI::App& command, runs::LabelledData& options) {
  command
      .add_option("--data", options.data,
                  "labelled images: a manifest (CSV: file, class, ...), a folder with a folder per "
                  "class, or BACH's folder")
      ->required();
  command.add_option("--root", options.root, "root folder of a manifest's files [its own]");
  add_map_option(command, options.class_map);
  command.add_flag("--skip-faulty", options.skip_faulty, "skip faulty files instead of stopping");
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "cores to use; 0: all there are [0]")
      ->check(within(0, 1024));
}

void add_classes_option(CLI::App& command, runs::LabelledData& options) {
  command
      .add_option("--classes", options.classes, "class names, comma-separated [those that occur]")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_seen_by_option(CLI::App& command, std::vector<std::filesystem::path>& models) {
  command
      .add_option(
          "--seen-by", models,
          "model of the predictions: counts the images that it was trained on (reads the pictures)")
      ->allow_extra_args(false);
}

void add_split_option(CLI::App& command, std::string& split) {
  command
      .add_option(
          "--split", split,
          "images to evaluate on: all, a part that the manifest names (val), a part of a "
          "fixed split of BACH (eva:val, thunder:test), a fold (looks:fold_1), or all folds "
          "(looks, blocks, patients, images)")
      ->capture_default_str();
}

}  // namespace msmv::app
