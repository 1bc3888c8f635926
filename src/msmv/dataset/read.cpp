#include "msmv/dataset/read.h"

#include <algorithm>
#include <istream>
#include <iterator>

#include "msmv/dataset/file_order.h"
#include "msmv/dataset/folders.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

constexpr const char* kManifest = "manifest.csv";

bool is_manifest_name(const std::filesystem::path& path) {
  return lower_case(path.extension().string()) == ".csv";
}

Reading list_argument(const std::filesystem::path& argument, const ReadOptions& options) {
  if (std::filesystem::is_directory(argument)) {
    if (std::filesystem::exists(argument / kManifest)) {
      return read_manifest(argument / kManifest, options);
    }
    Reading reading;
    for (const auto& path : pictures_in(argument, Depth::all_below)) {
      reading.dataset.samples.push_back({path, path.string()});
    }
    if (reading.dataset.samples.empty()) {
      reading.faults.push_back({argument, "holds no pictures"});
    }
    return reading;
  }
  if (is_manifest_name(argument)) {
    return read_manifest(argument, options);
  }
  return {{{}, {}, {{argument, argument.string()}}}, {}};
}

// One argument that can't be listed must not keep the others from being classified.
void append_argument(Reading& all, const std::string& argument, const ReadOptions& options) {
  try {
    Reading more = list_argument(argument, options);
    std::ranges::move(more.dataset.samples, std::back_inserter(all.dataset.samples));
    std::ranges::move(more.faults, std::back_inserter(all.faults));
  } catch (const InputError& error) {
    all.faults.push_back({argument, error.fault()});
  }
}

}  // namespace

Reading read(const std::filesystem::path& source, const ReadOptions& options) {
  if (!std::filesystem::is_directory(source)) {
    return read_manifest(source, options);
  }
  if (std::filesystem::exists(source / kManifest)) {
    return read_manifest(source / kManifest, options);
  }
  return read_folders(source, options);
}

Reading list_pictures(std::span<const std::string> arguments, std::istream& standard_input,
                      const std::filesystem::path& root) {
  const ReadOptions options{.labels = Labels::ignored, .root = root};
  Reading all;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      append_argument(all, argument, options);
      continue;
    }
    for (std::string line; std::getline(standard_input, line);) {
      if (line.ends_with('\r')) {
        line.pop_back();
      }
      if (!line.empty()) {
        append_argument(all, line, options);
      }
    }
  }
  return all;
}

}  // namespace msmv::dataset
