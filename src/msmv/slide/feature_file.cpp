#include "msmv/slide/feature_file.h"

#include <hdf5.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "msmv/files/csv.h"
#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::slide {

// An HDF5 identifier, given back by the function of its kind.
class Hdf5Id {
 public:
  Hdf5Id(hid_t id, herr_t (*closing)(hid_t)) : id_(id), close_(closing) {}
  ~Hdf5Id() {
    if (id_ >= 0) {
      close_(id_);
    }
  }
  Hdf5Id(const Hdf5Id&) = delete;
  Hdf5Id& operator=(const Hdf5Id&) = delete;
  operator hid_t() const { return id_; }
  bool is_open() const { return id_ >= 0; }
  bool close() { return id_ < 0 || close_(std::exchange(id_, -1)) >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

namespace {

// The library prints its faults on stderr unless told not to.
void be_silent() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void write_attribute(hid_t of, const char* name, hid_t type, const void* value, hsize_t count = 1) {
  const Hdf5Id space(count == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr),
                     H5Sclose);
  const Hdf5Id attribute(H5Acreate2(of, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  H5Awrite(attribute, type, value);
}

void write_attribute(hid_t of, const char* name, const std::string& text) {
  const Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  const std::string valid = files::valid_utf8(text);
  const char* pointer = valid.c_str();
  write_attribute(of, name, type, &pointer);
}

void write_attribute(hid_t of, const char* name, std::int64_t number) {
  write_attribute(of, name, H5T_NATIVE_INT64, &number);
}

void write_attribute(hid_t of, const char* name, double number) {
  write_attribute(of, name, H5T_NATIVE_DOUBLE, &number);
}

// A dataset of a fixed size without times, so that the same content is the same file.
hid_t create_dataset(hid_t file, const char* name, hid_t type, std::array<hsize_t, 2> size) {
  const Hdf5Id space(H5Screate_simple(2, size.data(), nullptr), H5Sclose);
  const Hdf5Id properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(properties, 0);
  return H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
}

bool write_row(hid_t dataset, hid_t type, hsize_t row, hsize_t columns, const void* values) {
  const Hdf5Id space(H5Dget_space(dataset), H5Sclose);
  const std::array<hsize_t, 2> from = {row, 0}, count = {1, columns};
  const Hdf5Id memory(H5Screate_simple(2, count.data(), nullptr), H5Sclose);
  return H5Sselect_hyperslab(space, H5S_SELECT_SET, from.data(), nullptr, count.data(), nullptr) >=
             0 &&
         H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, values) >= 0;
}

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
  be_silent();
  const Hdf5Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.is_open()) {
    throw InputError(path, "is damaged: it can't be read as HDF5");
  }
  const Hdf5Id dataset(H5Dopen2(file, "coords", H5P_DEFAULT), H5Dclose);
  if (!dataset.is_open()) {
    throw InputError(path, "has no dataset \"coords\"");
  }
  const Hdf5Id space(H5Dget_space(dataset), H5Sclose);
  std::array<hsize_t, 2> size{};
  if (H5Sget_simple_extent_ndims(space) != 2 ||
      H5Sget_simple_extent_dims(space, size.data(), nullptr) != 2 || size[1] != 2 ||
      size[0] > 100'000'000) {
    throw InputError(path, "\"coords\" is not a table of x and y");
  }
  std::vector<std::int64_t> numbers(2 * size[0]);
  if (size[0] > 0 &&
      H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) < 0) {
    throw InputError(path, "is damaged: \"coords\" can't be read");
  }
  Corners corners;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    corners.emplace_back(numbers[i], numbers[i + 1]);
  }
  return corners;
}

}  // namespace

class FeatureFile::File {
 public:
  File(std::filesystem::path path, std::size_t tiles, TileFacts facts)
      : path_(std::move(path)),
        tiles_(tiles),
        facts_(std::move(facts)),
        file_(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose) {
    require(file_.is_open());
  }

  void add(const PixelRect& at, std::span<const float> features) {
    if (!features_) {
      begin(features.size());
    }
    if (features.size() != numbers_ || next_ == tiles_) {
      throw std::invalid_argument("FeatureFile: another number of features or tiles than was said");
    }
    const std::array<std::int64_t, 2> corner = {at.x, at.y};
    require(write_row(*features_, H5T_NATIVE_FLOAT, next_, numbers_, features.data()));
    require(write_row(*coords_, H5T_NATIVE_INT64, next_, 2, corner.data()));
    ++next_;
  }

  void finish() {
    if (next_ != tiles_) {
      throw std::invalid_argument("FeatureFile: tiles are missing");
    }
    const bool is_closed = (!features_ || features_->close()) && (!coords_ || coords_->close());
    require(is_closed && file_.close());
  }

 private:
  void require(bool is_done) const {
    if (!is_done) {
      throw OutputError(path_, "can't be written as HDF5");
    }
  }

  void begin(std::size_t numbers) {
    numbers_ = numbers;
    features_.emplace(create_dataset(file_, "features", H5T_IEEE_F32LE, {tiles_, numbers}),
                      H5Dclose);
    coords_.emplace(create_dataset(file_, "coords", H5T_STD_I64LE, {tiles_, 2}), H5Dclose);
    require(features_->is_open() && coords_->is_open());
    write_attribute(*features_, "name", facts_.name);
    write_attribute(*features_, "encoder", facts_.encoder);
    const hid_t coords = *coords_;
    // TRIDENT's.
    write_attribute(coords, "patch_size", facts_.patch_side);
    write_attribute(coords, "patch_size_level0", facts_.tile.width);
    write_attribute(coords, "level0_magnification", facts_.level0_magnification);
    write_attribute(coords, "target_magnification", facts_.target_magnification);
    write_attribute(coords, "overlap", facts_.overlap);
    write_attribute(coords, "name", facts_.name);
    write_attribute(coords, "savetodir", std::string("."));
    write_attribute(coords, "level0_width", facts_.slide.width);
    write_attribute(coords, "level0_height", facts_.slide.height);
    // CLAM's.
    const std::array<double, 2> downsample = {1, 1};
    const std::array<std::int64_t, 2> level = {facts_.slide.width, facts_.slide.height};
    write_attribute(coords, "patch_level", std::int64_t{0});
    write_attribute(coords, "downsample", H5T_NATIVE_DOUBLE, downsample.data(), 2);
    write_attribute(coords, "level_dim", H5T_NATIVE_INT64, level.data(), 2);
    write_attribute(coords, "downsampled_level_dim", H5T_NATIVE_INT64, level.data(), 2);
    write_attribute(coords, "save_path", std::string("."));
  }

  std::filesystem::path path_;
  std::size_t tiles_, next_ = 0, numbers_ = 0;
  TileFacts facts_;
  Hdf5Id file_;
  std::optional<Hdf5Id> features_, coords_;
};

FeatureFile::FeatureFile(const std::filesystem::path& path, std::size_t tiles,
                         const TileFacts& facts) {
  be_silent();
  file_ = std::make_unique<File>(path, tiles, facts);
}

FeatureFile::~FeatureFile() = default;

void FeatureFile::add(const PixelRect& at, std::span<const float> features) {
  file_->add(at, features);
}

void FeatureFile::finish() {
  file_->finish();
}

Corners read_tile_corners(const std::filesystem::path& path) {
  constexpr std::array<char, 8> kSignature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> first{};
  std::ifstream stream = files::open_regular(path);
  stream.read(first.data(), first.size());
  return first == kSignature ? corners_in_hdf5(path) : corners_in_table(path);
}

}  // namespace msmv::slide
