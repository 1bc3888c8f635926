#include "input_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include "msmv/values/errors.h"

namespace msmv::app {
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

InputFiles inputs_of(const std::vector<std::string>& arguments,
                     const std::vector<dataset::Sample>& samples) {
  InputFiles inputs;
  for (const std::string& argument : arguments) {
    inputs.add(argument);
  }
  for (const dataset::Sample& sample : samples) {
    inputs.add(sample.path);
  }
  return inputs;
}

std::vector<dataset::Sample> without_drawn(std::vector<dataset::Sample> samples,
                                           const std::vector<std::string>& arguments,
                                           const fs::path& folder) {
  std::error_code fault;
  const fs::path drawn = fs::canonical(folder, fault);
  const bool is_asked_for = std::ranges::any_of(
      arguments, [&](const std::string& argument) { return is_folder_itself(argument, folder); });
  if (folder.empty() || fault || is_asked_for) {
    return samples;
  }
  std::erase_if(samples, [&](const dataset::Sample& sample) {
    const bool is_named = std::ranges::find(arguments, sample.path.string()) != arguments.end();
    return !is_named && fs::weakly_canonical(sample.path.parent_path(), fault) == drawn;
  });
  return samples;
}

}  // namespace msmv::app
