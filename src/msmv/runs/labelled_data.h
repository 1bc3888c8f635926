#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "msmv/dataset/class_list.h"
#include "msmv/dataset/dataset.h"
#include "msmv/dataset/split.h"
#include "msmv/image/read.h"
#include "msmv/model/seen_images.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// Where labelled images are, and how they are read.
struct LabelledData {
  std::filesystem::path data, root;  // see dataset::read; the folder that a manifest's files lie in
  std::vector<std::string> classes;  // that may occur; none: those that do
  dataset::ClassMap class_map;
  bool skip_faulty = false;  // leave out files at fault, instead of refusing all
  int threads = 0;           // that pictures are checked on; 0: all
};

// How far the data are looked into before any work is put into them.
enum class Checked {
  names,   // the pictures need not be there
  copies,  // they must, and none may be a copy of another file
  pixels,  // and each must be readable, and no copy in another format; how many have no pixel size
           // is said
  looks,   // and the look of each is measured, which some splits go by
};

// Images and what was found out about their files, by path; of names only, nothing.
struct CheckedData {
  dataset::Dataset dataset;
  std::map<std::filesystem::path, model::ImageFacts> facts;
};

// The data set that they name. Classes that are unknown are said together, and nothing else is
// done; all else that is wrong is said, a line a file. Then it throws InputError or, with
// skip_faulty, leaves those files out.
CheckedData read_data(const LabelledData& source, Checked checked,
                      const image::ReadOptions& reading, const Watch& watch);

// The same of data that were read by their names only, for the images of a split: nothing need be
// well with the others. A split by looks needs those of all images, which are then all looked into.
CheckedData checked_split(const LabelledData& source, const dataset::Dataset& dataset,
                          const std::string& split, Checked checked,
                          const image::ReadOptions& reading, const Watch& watch);

// The facts about an image's file that model::seen_as needs.
model::ImageFacts image_facts(const CheckedData& data, const dataset::Sample& sample);

}  // namespace msmv::runs
