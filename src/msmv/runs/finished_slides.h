#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "msmv/config/json.h"

namespace msmv::runs {

// The rows of a finished run of slides that `slides --retry-faulty` keeps: those without a fault.
class FinishedSlides {
 public:
  // Of the table and the facts beside it (run_metadata.json), which must be of the same `run`.
  // Throws InputError naming the setting that differs, and for a table whose facts are gone.
  FinishedSlides(const std::filesystem::path& table, const std::filesystem::path& metadata,
                 const Json& run);

  // Whether there may be a row of a slide whose files have this name.
  bool may_have(const std::string& name) const;

  // The row as text, with its end, if it is what was written for a slide of this key: the slide,
  // its pixel size and tiles, and the content of its files.
  std::optional<std::string> row(const std::string& name, const std::string& key) const;

 private:
  std::map<std::string, std::string> rows_;  // by the names of the slides' files
  std::set<std::string> hashes_;             // of the rows with their keys
};

// What run_metadata.json keeps of a row without a fault, so that a later run can trust it.
std::string slide_row_hash(const std::string& key, const std::string& row);

// How many rows of a finished table are faulty; nothing when it is of other slides, named as they
// were given and in their order, or was made by another `run`.
std::optional<std::size_t> faulty_rows(const std::filesystem::path& table,
                                       const std::filesystem::path& metadata, const Json& run,
                                       const std::vector<std::string>& slides);

}  // namespace msmv::runs
