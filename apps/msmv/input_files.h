#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::app {

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

// All that classify or regions read: the samples' pictures, and arguments that are files.
InputFiles inputs_of(const std::vector<std::string>& arguments,
                     const std::vector<dataset::Sample>& samples);

// Without the pictures that an earlier run has drawn into `folder`, a folder below one of the
// arguments: they are no fields.
std::vector<dataset::Sample> without_drawn(std::vector<dataset::Sample> samples,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder);

}  // namespace msmv::app
