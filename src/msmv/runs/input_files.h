#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// The files that a run reads, by whatever names: no output may take the place of one.
class InputFiles {
 public:
  void add(const std::filesystem::path& input);
  // Throws InputError when the output is one of them.
  void require_other(const std::filesystem::path& output) const;

 private:
  std::set<std::pair<unsigned long long, unsigned long long>> files_;  // device and inode
};

// For a command of one output.
void require_other_than(const std::vector<std::filesystem::path>& inputs,
                        const std::filesystem::path& output);

// The pictures of a data set, and the tables that it was read from; of a reading also what is at
// fault.
InputFiles inputs_of(const dataset::Dataset& dataset,
                     const std::vector<dataset::Fault>& faults = {});

// Without the pictures that an earlier run has drawn of others into `folder`, which lies below a
// folder that was given: they are no fields. How many they are is said. Pictures that somebody
// named stay, and so do all when the folder itself is among the arguments.
std::vector<dataset::Sample> without_drawn(std::vector<dataset::Sample> samples,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder, const Watch& watch);

}  // namespace msmv::runs
