#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "msmv/classify/model.h"
#include "msmv/image/read.h"

namespace msmv::runs {

// The rows of a finished table that `classify --retry-faulty` keeps: those without a fault, of the
// same model and precision.
class EarlierTable {
 public:
  // Throws InputError when the file is no table of this model's classes as CSV.
  EarlierTable(const std::filesystem::path& path, const Model& model);

  // The row of a picture of this name, whose file still has this content and which was read at the
  // pixel size that it would be read at now; as text, with its end.
  std::optional<std::string> row(const std::string& name, const std::string& content_hash,
                                 const image::ReadOptions& reading) const;
  bool may_have(const std::string& name) const { return rows_.contains(name); }

 private:
  struct Row {
    std::string content_hash, size_source, size_x, size_y, text;
  };
  std::map<std::string, Row> rows_;
};

}  // namespace msmv::runs
