#include "msmv/runs/input_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "msmv/dataset/output_names.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

std::optional<std::pair<unsigned long long, unsigned long long>> file_at(const fs::path& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return std::nullopt;
  }
  return std::pair(facts.st_dev, facts.st_ino);
}

bool is_folder_itself(const std::string& argument, const fs::path& folder) {
  std::error_code fault;
  return fs::equivalent(argument, folder, fault);
}

}  // namespace

void InputFiles::add(const fs::path& input) {
  if (const auto file = file_at(input)) {
    files_.insert(*file);
  }
}

void InputFiles::require_other(const fs::path& output) const {
  if (const auto file = file_at(output); file && files_.contains(*file)) {
    throw InputError(output, "is an input of this run, which the output would replace");
  }
}

void require_other_than(const std::vector<fs::path>& inputs, const fs::path& output) {
  InputFiles files;
  for (const fs::path& input : inputs) {
    files.add(input);
  }
  files.require_other(output);
}

InputFiles inputs_of(const dataset::Dataset& dataset, const std::vector<dataset::Fault>& faults) {
  InputFiles inputs;
  for (const dataset::Fault& fault : faults) {
    inputs.add(fault.path);
  }
  for (const fs::path& table : dataset.tables) {
    inputs.add(table);
  }
  for (const dataset::Sample& sample : dataset.samples) {
    inputs.add(sample.path);
  }
  return inputs;
}

std::vector<dataset::Sample> without_drawn(std::vector<dataset::Sample> samples,
                                           const std::vector<std::string>& arguments,
                                           const fs::path& folder, const Watch& watch) {
  std::error_code fault;
  const fs::path drawn = fs::canonical(folder, fault);
  const bool is_asked_for = std::ranges::any_of(
      arguments, [&](const std::string& argument) { return is_folder_itself(argument, folder); });
  if (folder.empty() || fault || is_asked_for) {
    return samples;
  }
  const auto may_be_drawn = [&](const dataset::Sample& sample) {
    return sample.is_found && sample.path.extension() == ".png" &&
           fs::weakly_canonical(sample.path.parent_path(), fault) == drawn;
  };
  std::vector<dataset::Sample> fields;
  std::ranges::remove_copy_if(samples, std::back_inserter(fields), may_be_drawn);
  const auto list = dataset::output_names(fields);
  const std::set<std::string> names(list.begin(), list.end());
  const auto left_out = std::erase_if(samples, [&](const dataset::Sample& sample) {
    return may_be_drawn(sample) && names.contains(sample.path.stem().string());
  });
  if (left_out > 0) {
    say(watch, folder, counted(left_out, "picture") + " of an earlier run left out");
  }
  return samples;
}

}  // namespace msmv::runs
