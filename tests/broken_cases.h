#pragma once

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "msmv/dataset/dataset.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::testing {

// A case of the tables in tests/broken (tools/broken/table.py): what is to be read, with what
// options, and what must come of it. Its files lie in `folder` until the program ends.
struct BrokenCase {
  std::filesystem::path folder;
  nlohmann::json expect;

  std::string name() const { return folder.filename().string(); }
  ClassNames classes() const {
    return expect.value("options", nlohmann::json::object()).value("classes", ClassNames{});
  }
  std::vector<std::string> lines() const { return expect.at("lines"); }
};

inline std::string from_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<unsigned, 256> value{};
  for (unsigned i = 0; i < digits.size(); ++i) {
    value[static_cast<unsigned char>(digits[i])] = i;
  }
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char letter : text.substr(0, text.find('='))) {
    bits = bits << 6U | value[static_cast<unsigned char>(letter)];
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> static_cast<unsigned>(count));
    }
  }
  return bytes;
}

inline void write_files(const std::filesystem::path& folder, const nlohmann::json& files) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, content] : files.items()) {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary)
        << (content.is_string() ? content.get<std::string>() : from_base64(content.at("base64")));
  }
}

// Those for one reader, by name.
inline std::vector<BrokenCase> broken_cases(const std::string& reader) {
  static const TemporaryFolder unpacked;
  std::vector<BrokenCase> cases;
  const std::filesystem::path root = std::filesystem::path(MSMV_SOURCE_DIR) / "tests/broken";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    std::ifstream table(entry.path());
    for (std::string line; std::getline(table, line);) {
      nlohmann::json row = nlohmann::json::parse(line);
      if (row.at("expect").at("reader") == reader) {
        cases.push_back({unpacked / row.at("name"), std::move(row.at("expect"))});
        write_files(cases.back().folder, row.at("files"));
      }
    }
  }
  std::ranges::sort(cases, {}, &BrokenCase::folder);
  return cases;
}

// The lines "PATH: FAULT" that `read` makes a user see, paths as seen from the case's folder.
// `read` returns faults, throws InputError, or both find nothing.
template <class Read>
std::vector<std::string> lines_of(const BrokenCase& broken, Read&& read) {
  std::vector<std::string> lines;
  try {
    for (const dataset::Fault& fault : read()) {
      const std::string path = fault.path.lexically_relative(broken.folder).string();
      // Two folders up is still the case's own "../"; further up it is an absolute path.
      lines.push_back((path.starts_with("../..") ? fault.path.string() : path) + ": " + fault.text);
    }
  } catch (const InputError& error) {
    const std::string line = error.what(), prefix = broken.folder.string() + "/";
    lines.push_back(line.starts_with(prefix) ? line.substr(prefix.size()) : line);
  }
  return lines;
}

}  // namespace msmv::testing
