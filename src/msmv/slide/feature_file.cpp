#include "msmv/slide/feature_file.h"

#include <array>
#include <cmath>
#include <stdexcept>

#include "msmv/files/csv.h"
#include "msmv/files/hdf5.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::slide {
namespace {

using Corners = std::vector<std::pair<std::int64_t, std::int64_t>>;

Corners corners_in_table(const std::filesystem::path& path) {
  const files::CsvTable table = files::read_csv_table(path);
  const bool is_wsinfer = table.find("minx").has_value();
  const std::size_t x = table.at(is_wsinfer ? "minx" : "x"),
                    y = table.at(is_wsinfer ? "miny" : "y");
  Corners corners;
  for (const files::CsvRow& row : table.rows) {
    const auto whole = [&](std::size_t column) {
      const auto number = files::csv_number(row.fields[column]);
      if (!number || *number != std::floor(*number) || std::abs(*number) > 1e12) {
        throw InputError(files::place(path, row), table.columns[column] + ": " +
                                                      in_quotes(row.fields[column]) +
                                                      " is not a whole number of pixels");
      }
      return static_cast<std::int64_t>(*number);
    };
    corners.emplace_back(whole(x), whole(y));
  }
  return corners;
}

Corners corners_in_hdf5(const std::filesystem::path& path) {
  const files::Hdf5Integers numbers = files::read_hdf5_integers(path, "coords");
  if (numbers.columns != 2) {
    throw InputError(path, "\"coords\" is not a table of x and y");
  }
  Corners corners;
  for (std::size_t i = 0; i < numbers.values.size(); i += 2) {
    corners.emplace_back(numbers.values[i], numbers.values[i + 1]);
  }
  return corners;
}

// What TRIDENT reads, then what CLAM reads.
files::Hdf5Attributes attributes_of(const TileFacts& facts) {
  const std::vector<std::int64_t> level = {facts.slide.width, facts.slide.height};
  return {{"patch_size", facts.patch_side},
          {"patch_size_level0", facts.tile.width},
          {"level0_magnification", facts.level0_magnification},
          {"target_magnification", facts.target_magnification},
          {"overlap", facts.overlap},
          {"name", facts.name},
          {"savetodir", "."},
          {"level0_width", facts.slide.width},
          {"level0_height", facts.slide.height},
          {"patch_level", std::int64_t{0}},
          {"downsample", std::vector<double>{1, 1}},
          {"level_dim", level},
          {"downsampled_level_dim", level},
          {"save_path", "."}};
}

}  // namespace

class FeatureFile::File {
 public:
  File(const std::filesystem::path& path, std::size_t tiles, TileFacts facts)
      : tiles_(tiles), facts_(std::move(facts)), rows_(path) {}

  void add(const PixelRect& at, std::span<const float> features) {
    if (next_ == 0) {
      begin(features.size());
    }
    if (features.size() != numbers_ || next_ == tiles_) {
      throw std::invalid_argument("FeatureFile: another number of features or tiles than was said");
    }
    rows_.write("features", next_, features);
    rows_.write("coords", next_, std::array{at.x, at.y});
    ++next_;
  }

  void finish() {
    if (next_ != tiles_) {
      throw std::invalid_argument("FeatureFile: tiles are missing");
    }
    rows_.close();
  }

 private:
  void begin(std::size_t numbers) {
    using Number = files::Hdf5Rows::Number;
    numbers_ = numbers;
    rows_.add({"features",
               Number::float32,
               tiles_,
               numbers,
               {{"name", facts_.name}, {"encoder", facts_.encoder}}});
    rows_.add({"coords", Number::int64, tiles_, 2, attributes_of(facts_)});
  }

  std::size_t tiles_, next_ = 0, numbers_ = 0;
  TileFacts facts_;
  files::Hdf5Rows rows_;
};

FeatureFile::FeatureFile(const std::filesystem::path& path, std::size_t tiles,
                         const TileFacts& facts)
    : file_(std::make_unique<File>(path, tiles, facts)) {}

FeatureFile::~FeatureFile() = default;

void FeatureFile::add(const PixelRect& at, std::span<const float> features) {
  file_->add(at, features);
}

void FeatureFile::finish() {
  file_->finish();
}

Corners read_tile_corners(const std::filesystem::path& path) {
  return files::is_hdf5(path) ? corners_in_hdf5(path) : corners_in_table(path);
}

}  // namespace msmv::slide
