#include "msmv/dataset/read.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <string_view>
#include <utility>

#include "msmv/dataset/file_order.h"
#include "msmv/dataset/folders.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

constexpr const char* kManifest = "manifest.csv";

bool is_manifest_name(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  return extension == ".csv" || extension == ".tsv";
}

// A path that can't be looked at is no folder; opening it says why.
bool is_folder(const std::filesystem::path& path) {
  std::error_code fault;
  return std::filesystem::is_directory(path, fault);
}

bool has_manifest(const std::filesystem::path& folder) {
  std::error_code fault;
  return std::filesystem::exists(folder / kManifest, fault);
}

Reading list_argument(const std::filesystem::path& argument, const ReadOptions& options) {
  if (is_folder(argument)) {
    if (has_manifest(argument)) {
      return read_manifest(argument / kManifest, options);
    }
    Reading reading;
    FoundPictures found = pictures_in(argument, Depth::all_below);
    for (const auto& path : found.paths) {
      reading.dataset.samples.push_back({path, path.string()});
      reading.dataset.samples.back().is_found = true;
    }
    reading.faults = std::move(found.faults);
    const std::string others = passed_over_text(found.passed_over);
    if (!others.empty()) {
      reading.notes.push_back({argument, others});
    }
    if (found.paths.empty() && reading.faults.empty()) {
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
    std::ranges::move(more.dataset.tables, std::back_inserter(all.dataset.tables));
    std::ranges::move(more.faults, std::back_inserter(all.faults));
    std::ranges::move(more.notes, std::back_inserter(all.notes));
  } catch (const InputError& error) {
    all.faults.push_back({argument, error.fault()});
    all.dataset.tables.push_back(std::filesystem::path(argument) / kManifest);  // if it is that
  }
}

// Standard input that is no list may be binary and endless.
void append_list(Reading& all, std::istream& list, const ReadOptions& options) {
  constexpr std::size_t kLongestPath = 4096;
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string line;
  bool is_first = true, is_empty = true;
  const auto take = [&] {
    if (std::exchange(is_first, false) && line.starts_with(kByteOrderMark)) {
      line.erase(0, kByteOrderMark.size());
    }
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    if (!line.empty()) {
      is_empty = false;
      append_argument(all, line, options);
    }
    line.clear();
  };
  for (char next = 0; list.get(next);) {
    if (next == '\0' || line.size() > kLongestPath) {
      all.faults.push_back({"-", "standard input is no list of paths: expected one a line"});
      return;
    }
    next == '\n' ? take() : line.push_back(next);
  }
  take();
  if (is_empty) {
    all.faults.push_back({"-", "standard input names no pictures"});
  }
}

}  // namespace

Reading read(const std::filesystem::path& source, const ReadOptions& options) {
  if (!is_folder(source)) {
    return read_manifest(source, options);
  }
  if (has_manifest(source)) {
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
    append_list(all, standard_input, options);
  }
  return all;
}

}  // namespace msmv::dataset
