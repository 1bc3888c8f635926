#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

// Tables of numbers and text as an HDF5 file, which h5py, MATLAB and R read.

namespace msmv::files {

// One array of a file, row-major. Text has one axis.
struct Hdf5Dataset {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::variant<std::span<const float>, std::span<const std::int64_t>, std::span<const std::string>>
      values;
  std::map<std::string, std::string> attributes;  // each a text of UTF-8
};

// Writes a file atomically; the same content gives the same bytes, as no times are kept. The file
// is made in memory first. Throws OutputError when it can't be written, std::invalid_argument when
// values don't fit their shape.
void write_hdf5(const std::filesystem::path& path, const std::vector<Hdf5Dataset>& datasets,
                const std::map<std::string, std::string>& attributes = {});

}  // namespace msmv::files
