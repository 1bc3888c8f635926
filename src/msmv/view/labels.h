#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "msmv/view/shelf.h"

namespace msmv::view {

// The labels that a reader gives to the pictures of a run: labels.csv beside its table, with the
// columns file and class, a manifest that `train` takes. Files are relative to the manifest where
// all pictures lie below its folder; else to root(), the folder that they have in common, which is
// to be named to `train --root`.
class Labels {
 public:
  // Reads those that are there already. Throws InputError for a labels.csv that is damaged.
  Labels(const Collection& run, const Shelf& shelf);

  // Of a row; empty: none.
  std::string of(std::size_t row) const;

  // An empty label takes it away. The file is written at once, atomically. Throws InputError for a
  // class that the run hasn't and a row without a picture, OutputError when it can't be written.
  void set(std::size_t row, const std::string& label);

  const std::filesystem::path& path() const { return path_; }
  // Empty where it is the manifest's own folder.
  const std::filesystem::path& root() const { return root_; }
  std::size_t count() const;

 private:
  std::filesystem::path path_, root_;
  ClassNames classes_;
  std::vector<std::string> files_;  // by row, as the manifest names it; empty: no picture
  mutable std::mutex mutex_;
  std::map<std::string, std::string> labels_;  // by file; of other pictures, too
};

}  // namespace msmv::view
