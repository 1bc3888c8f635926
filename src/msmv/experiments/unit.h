#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"
#include "msmv/experiments/experiment.h"
#include "msmv/values/class_scores.h"

// A unit is one row on one fold. Its file is written when the unit is done, so that a run
// resumes where it was left.

namespace msmv::experiments {

struct JudgedImage {
  std::string file;
  std::size_t label = 0;
  std::vector<ClassScores> voters;
};

struct Unit {
  std::string key;    // of everything that decides the result
  std::string build;  // of the program that made it
  std::string row, fold;
  ClassNames classes;
  std::vector<JudgedImage> images;
  std::size_t training_images = 0;
  double seconds = 0;  // of training and judging, without encoding
};

// Names the pictures (their content), labels and given pixel sizes of a data set.
// Throws InputError when a picture can't be read.
std::string fingerprint(const dataset::Dataset& dataset);

// Hashes of all that a unit is made from. Units of equal `training` share a trained network, or the
// same trees.
struct UnitKeys {
  std::string training, unit;
};
struct UnitSource {
  std::string data;            // fingerprint(dataset)
  std::string encoder;         // names the weights that it begins with
  std::string reading;         // how pictures are read
  std::string device = "cpu";  // where networks learn
};
UnitKeys keys_of(const Experiment& experiment, const dataset::Dataset& dataset,
                 const dataset::Fold& fold, const UnitSource& source);
// Of a row of members, from theirs on the same fold.
UnitKeys keys_of_average(const std::vector<UnitKeys>& members);

void write_unit(const std::filesystem::path& path, const Unit& unit);
// The unit at `path` if there is one with this key; one that is broken, older or changed since it
// was written counts as none.
std::optional<Unit> read_unit(const std::filesystem::path& path, const std::string& key);

// The version, and the content of the program that runs and of its libmsmv_torch.so.
std::string build_fingerprint();

}  // namespace msmv::experiments
