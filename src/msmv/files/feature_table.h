#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace msmv::files {

// The features of pictures: a row of numbers for each, or for each of their key regions.
struct FeatureTable {
  std::size_t features = 0;        // in a row
  bool has_regions = false;        // whether rows are regions: view, x, y, width and height count
  std::vector<std::string> files;  // of each row
  std::vector<std::string> views;  // of each row, if regions
  std::vector<std::int64_t> windows;  // x, y, width, height of the coarsest window in the picture
  std::vector<float> values;          // [rows, features]
  std::map<std::string, std::string> facts;  // of the encoder, for formats that have room for them

  std::size_t rows() const { return files.size(); }
};

// Adds the rows of `more`, of as many features, behind those of `table`.
void append(FeatureTable& table, const FeatureTable& more);

// By the extension: .csv (file[, view, x, y, width, height], f0, f1, ...; each number in as few
// digits as name it), .npy (the numbers alone, [rows, features]) or .h5 ("features", "files"[,
// "views", "windows"], facts as attributes). Throws InputError for another extension, before any
// work if `check_extension` is asked, and OutputError.
void check_extension(const std::filesystem::path& path);
void write_features(const std::filesystem::path& path, const FeatureTable& table);

}  // namespace msmv::files
