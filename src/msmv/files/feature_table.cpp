#include "msmv/files/feature_table.h"

#include <array>
#include <charconv>
#include <ostream>
#include <span>

#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/files/hdf5.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::files {
namespace {

std::string shortest(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

void write_csv(std::ostream& out, const FeatureTable& table) {
  out << "file" << (table.has_regions ? ",view,x,y,width,height" : "");
  for (std::size_t i = 0; i < table.features; ++i) {
    out << ",f" << i;
  }
  out << '\n';
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out << csv_field(table.files[row]);
    if (table.has_regions) {
      out << ',' << table.views[row];
      for (std::size_t i = 0; i < 4; ++i) {
        out << ',' << table.windows[4 * row + i];
      }
    }
    for (std::size_t i = 0; i < table.features; ++i) {
      out << ',' << shortest(table.values[row * table.features + i]);
    }
    out << '\n';
  }
}

// NumPy's format, version 1.0: magic, the header's size, a Python literal that fills up to 64
// bytes, the numbers.
void write_npy(std::ostream& out, const FeatureTable& table) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                       std::to_string(table.rows()) + ", " + std::to_string(table.features) +
                       "), }";
  constexpr std::size_t kBefore = 10, kAlignment = 64;
  header.append((kAlignment - (kBefore + header.size() + 1) % kAlignment) % kAlignment, ' ');
  header += '\n';
  out << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size() & 0xFFU)
      << static_cast<char>(header.size() >> 8U) << header;
  out.write(reinterpret_cast<const char*>(table.values.data()),
            static_cast<std::streamsize>(table.values.size() * sizeof(float)));
}

void write_h5(const std::filesystem::path& path, const FeatureTable& table) {
  const std::uint64_t rows = table.rows();
  std::vector<Hdf5Dataset> sets;
  sets.push_back({"features", {rows, table.features}, std::span<const float>(table.values), {}});
  sets.push_back({"files", {rows}, std::span<const std::string>(table.files), {}});
  if (table.has_regions) {
    sets.push_back({"views", {rows}, std::span<const std::string>(table.views), {}});
    sets.push_back({"windows",
                    {rows, 4},
                    std::span<const std::int64_t>(table.windows),
                    {{"columns", "x, y, width, height in pixels of the picture"}}});
  }
  write_hdf5(path, sets, {table.facts.begin(), table.facts.end()});
}

}  // namespace

void append(FeatureTable& table, const FeatureTable& more) {
  if (more.rows() == 0) {
    return;
  }
  const auto add = [](auto& all, const auto& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  table.features = more.features;
  table.has_regions = more.has_regions;
  add(table.files, more.files);
  add(table.views, more.views);
  add(table.windows, more.windows);
  add(table.values, more.values);
}

void check_extension(const std::filesystem::path& path) {
  const auto extension = path.extension();
  if (extension != ".csv" && extension != ".npy" && extension != ".h5") {
    throw InputError(
        path, "features are written as .csv, .npy or .h5, not as " + in_quotes(extension.string()));
  }
}

void write_features(const std::filesystem::path& path, const FeatureTable& table) {
  check_extension(path);
  if (path.extension() == ".h5") {
    return write_h5(path, table);
  }
  write_atomically(path, [&](std::ostream& out) {
    path.extension() == ".csv" ? write_csv(out, table) : write_npy(out, table);
  });
}

}  // namespace msmv::files
