#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/values/class_scores.h"
#include "msmv/values/geometry.h"
#include "msmv/values/look.h"

namespace msmv::dataset {

// One image of a data set and what is known of it.
struct Sample {
  std::filesystem::path path;            // as it can be opened from here
  std::string name;                      // as the manifest, or the folder that was given, names it
  std::optional<std::size_t> label;      // index into Dataset::classes
  std::string patient;                   // as known.h makes it comparable; empty: unknown
  std::string part;                      // train, val, test, ...; empty: none named
  std::optional<PixelSize> um_per_px{};  // as given by the manifest
  bool is_found = false;                 // in a folder that was given; else named by somebody
  std::optional<Look> look{};            // once measured (runs/labelled_data.h)
  bool operator==(const Sample&) const = default;
};

struct Dataset {
  std::filesystem::path source;  // the manifest or folder it was read from
  ClassNames classes;
  std::vector<Sample> samples;
  std::vector<std::filesystem::path> tables{};  // manifests and the like that were read for it
};

// A fault of one file of a data set.
struct Fault {
  std::filesystem::path path;
  std::string text;
  bool operator==(const Fault&) const = default;
};

// The images whose class is none of those that may occur.
struct UnknownClass {
  std::string name;
  std::size_t images = 0;
};

// A data set with everything that is wrong with it, a fault a file, in the order of the files. The
// samples include those at fault, as far as they could be understood.
struct Reading {
  Dataset dataset;
  std::vector<Fault> faults;
  std::vector<Fault> notes{};  // what was understood in one way of several
  std::vector<UnknownClass>
      unknown_classes{};  // in the order of their names; each image is a fault
};

// A part's name in our words: training is train, validation and valid are val; lower case, without
// blanks around it.
std::string part_name(std::string_view name);

// The data set without the files that have a fault.
Dataset without(const Dataset& dataset, const std::vector<Fault>& faults);

// The faults of one file joined into one line; files keep the order they first appear in.
std::vector<Fault> one_a_file(const std::vector<Fault>& faults);

}  // namespace msmv::dataset
