#pragma once

#include <nlohmann/json.hpp>

#include "msmv/dataset/dataset.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::testing {

// A folder of tests/broken: what is to be read, with what options, and what must come of it.
struct BrokenCase {
  std::filesystem::path folder;
  nlohmann::json expect;

  std::string name() const { return folder.filename().string(); }
  ClassNames classes() const {
    return expect.value("options", nlohmann::json::object()).value("classes", ClassNames{});
  }
  std::vector<std::string> lines() const { return expect.at("lines"); }
};

// Those for one reader.
inline std::vector<BrokenCase> broken_cases(const std::string& reader) {
  std::vector<BrokenCase> cases;
  const std::filesystem::path root = std::filesystem::path(MSMV_SOURCE_DIR) / "tests/broken";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    nlohmann::json expect = nlohmann::json::parse(read_file(entry.path() / "expect.json"));
    if (expect.at("reader") == reader) {
      cases.push_back({entry.path(), std::move(expect)});
    }
  }
  return cases;
}

// The lines "PATH: FAULT" that `read` makes a user see, paths as seen from the case's folder.
// `read` returns faults, throws InputError, or both find nothing.
template <class Read>
std::vector<std::string> lines_of(const BrokenCase& broken, Read&& read) {
  std::vector<std::string> lines;
  try {
    for (const dataset::Fault& fault : read()) {
      lines.push_back(fault.path.lexically_relative(broken.folder).string() + ": " + fault.text);
      if (fault.path.lexically_relative(broken.folder).string().starts_with("../../..")) {
        lines.back() = fault.path.string() + ": " + fault.text;
      }
    }
  } catch (const InputError& error) {
    const std::string line = error.what(), prefix = broken.folder.string() + "/";
    lines.push_back(line.starts_with(prefix) ? line.substr(prefix.size()) : line);
  }
  return lines;
}

}  // namespace msmv::testing
