#pragma once

#include <nlohmann/json.hpp>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::testing {

// Gives the file of each folder of tests/broken that is for `reader` to `read`, which must throw
// the fault that stands in the folder's expect.json, as one line, or nothing where none stands.
// Returns the number of folders.
template <class Read>
std::size_t expect_faults(const std::string& reader, Read&& read) {
  std::size_t count = 0;
  const std::filesystem::path root = std::filesystem::path(MSMV_SOURCE_DIR) / "tests/broken";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    const auto expect = nlohmann::json::parse(read_file(entry.path() / "expect.json"));
    if (expect.at("reader") != reader) {
      continue;
    }
    ++count;
    const std::filesystem::path file = entry.path() / "file";
    const std::string fault = expect.value("fault", "");
    const std::string wanted = fault.empty() ? "no fault" : file.string() + ": " + fault;
    std::string line = "no fault";
    try {
      read(file);
    } catch (const InputError& error) {
      line = error.what();
    }
    EXPECT_EQ(line, wanted) << entry.path().filename();
    EXPECT_EQ(line.find('\n'), std::string::npos) << entry.path().filename();
  }
  return count;
}

}  // namespace msmv::testing
