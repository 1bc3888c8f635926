#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "msmv/values/geometry.h"

namespace msmv::slide {

// What a feature file says of its tiles beside their corners: the attributes of `coords` that CLAM
// and TRIDENT read.
struct TileFacts {
  std::string name;                 // of the slide
  PixelExtent slide;                // level 0
  PixelExtent tile;                 // in pixels of level 0
  std::int64_t overlap = 0;         // of two tiles side by side, in pixels of level 0
  double level0_magnification = 0;  // 10 over the size of a pixel of level 0 in micrometres
  double target_magnification = 0;  // the same of the patches
  std::int64_t patch_side = 0;      // in pixels of the patches
  std::string encoder;              // id of the model
};

// An HDF5 file with the datasets `features`, [tiles, numbers] of float32, and `coords`, [tiles, 2]
// of int64: x and y of the corner of each tile in pixels of level 0. Same tiles, same bytes.
class FeatureFile {
 public:
  // Throws OutputError.
  FeatureFile(const std::filesystem::path& path, std::size_t tiles, const TileFacts& facts);
  ~FeatureFile();
  FeatureFile(const FeatureFile&) = delete;
  FeatureFile& operator=(const FeatureFile&) = delete;

  // The next tile; each has as many features as the first. Throws OutputError.
  void add(const PixelRect& at, std::span<const float> features);
  // Throws OutputError when not all could be written or tiles are missing.
  void finish();

 private:
  class File;
  std::unique_ptr<File> file_;
};

// The corners of tiles made elsewhere: a CSV table with the columns x and y, or minx and miny; or
// the dataset `coords` of an HDF5 file. Throws InputError.
std::vector<std::pair<std::int64_t, std::int64_t>> read_tile_corners(
    const std::filesystem::path& path);

}  // namespace msmv::slide
