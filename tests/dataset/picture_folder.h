#pragma once

#include "msmv/files/atomic_file.h"
#include "temporary_folder.h"

namespace msmv::testing {

// A folder with files in it, each with its own name as content unless another is given.
class PictureFolder : public TemporaryFolder {
 public:
  PictureFolder() = default;
  explicit PictureFolder(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      add(name, name);
    }
  }
  void add(const std::string& name, std::string_view content) const {
    std::filesystem::create_directories((*this / name).parent_path());
    files::write_atomically(*this / name, content);
  }
};

}  // namespace msmv::testing
