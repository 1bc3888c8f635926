#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

// Tables of numbers and text as an HDF5 file, which h5py, MATLAB and R read. The same content gives
// the same bytes, as no times are kept. This is the one source that knows HDF5.

namespace msmv::files {

// Text is UTF-8.
using Hdf5Attribute =
    std::variant<std::string, std::int64_t, double, std::vector<std::int64_t>, std::vector<double>>;
using Hdf5Attributes = std::map<std::string, Hdf5Attribute>;

// One array of a file, row-major. Text has one axis.
struct Hdf5Dataset {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::variant<std::span<const float>, std::span<const std::int64_t>, std::span<const std::string>>
      values;
  Hdf5Attributes attributes;
};

// Writes a file atomically, which is made in memory first. Throws OutputError when it can't be
// written, std::invalid_argument when values don't fit their shape.
void write_hdf5(const std::filesystem::path& path, const std::vector<Hdf5Dataset>& datasets,
                const Hdf5Attributes& attributes = {});

// A file that is written row by row, for tables larger than memory should hold. Not atomic: give it
// a temporary name. All throw OutputError when it can't be written.
class Hdf5Rows {
 public:
  explicit Hdf5Rows(const std::filesystem::path& path);
  ~Hdf5Rows();
  Hdf5Rows(const Hdf5Rows&) = delete;
  Hdf5Rows& operator=(const Hdf5Rows&) = delete;

  enum class Number { float32, int64 };
  struct Table {
    std::string name;
    Number number = Number::float32;
    std::uint64_t rows = 0, columns = 0;
    Hdf5Attributes attributes;
  };
  void add(const Table& table);
  // One row of a table that was added, whose numbers are these.
  void write(const std::string& table, std::uint64_t row, std::span<const float> numbers);
  void write(const std::string& table, std::uint64_t row, std::span<const std::int64_t> numbers);
  // After this all is on the disk.
  void close();

 private:
  class File;
  std::unique_ptr<File> file_;
};

// A dataset of whole numbers with two axes.
struct Hdf5Integers {
  std::uint64_t rows = 0, columns = 0;
  std::vector<std::int64_t> values;  // row by row
};

// Throws InputError for a file that isn't HDF5, without such a dataset, or of one with other axes
// or more than 10^8 rows.
Hdf5Integers read_hdf5_integers(const std::filesystem::path& path, const std::string& dataset);

// Whether a file begins as HDF5 does. Throws InputError when it can't be read.
bool is_hdf5(const std::filesystem::path& path);

}  // namespace msmv::files
