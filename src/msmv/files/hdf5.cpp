#include "msmv/files/hdf5.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::files {

// An identifier of the library's, closed by the function that belongs to its kind.
class Hdf5Handle {
 public:
  Hdf5Handle(hid_t id, herr_t (*closing)(hid_t)) : id_(id), close_(closing) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept
      : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&&) = delete;
  ~Hdf5Handle() { close(); }
  bool is_open() const { return id_ >= 0; }
  bool close() { return id_ < 0 || close_(std::exchange(id_, -1)) >= 0; }
  hid_t get() const {
    if (id_ < 0) {
      throw std::runtime_error("HDF5: can't be written");
    }
    return id_;
  }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

namespace {

void require(herr_t outcome) {
  if (outcome < 0) {
    throw std::runtime_error("HDF5: can't be written");
  }
}

// The library prints its faults on stderr unless told not to.
void be_silent() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

// Of any length, UTF-8.
Hdf5Handle text_type() {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return {type, &H5Tclose};
}

// `count` 0: a single value without an axis.
void write_attribute(hid_t owner, const std::string& name, hid_t type, const void* value,
                     hsize_t count) {
  const Hdf5Handle space(count == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr),
                         &H5Sclose);
  const Hdf5Handle attribute(
      H5Acreate2(owner, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), &H5Aclose);
  require(H5Awrite(attribute.get(), type, value));
}

void write_attributes(hid_t owner, const Hdf5Attributes& attributes) {
  for (const auto& [name, attribute] : attributes) {
    if (const auto* text = std::get_if<std::string>(&attribute)) {
      const std::string valid = valid_utf8(*text);
      const char* characters = valid.c_str();
      write_attribute(owner, name, text_type().get(), &characters, 0);
    } else if (const auto* whole = std::get_if<std::int64_t>(&attribute)) {
      write_attribute(owner, name, H5T_NATIVE_INT64, whole, 0);
    } else if (const auto* number = std::get_if<double>(&attribute)) {
      write_attribute(owner, name, H5T_NATIVE_DOUBLE, number, 0);
    } else if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&attribute)) {
      write_attribute(owner, name, H5T_NATIVE_INT64, wholes->data(), wholes->size());
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&attribute)) {
      write_attribute(owner, name, H5T_NATIVE_DOUBLE, numbers->data(), numbers->size());
    }
  }
}

Hdf5Handle create_dataset(hid_t file, const std::string& name, hid_t type,
                          std::span<const std::uint64_t> shape) {
  const std::vector<hsize_t> sides(shape.begin(), shape.end());
  const Hdf5Handle space(H5Screate_simple(static_cast<int>(sides.size()), sides.data(), nullptr),
                         &H5Sclose);
  const Hdf5Handle facts(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose);
  require(H5Pset_obj_track_times(facts.get(), false));
  return {H5Dcreate2(file, name.c_str(), type, space.get(), H5P_DEFAULT, facts.get(), H5P_DEFAULT),
          &H5Dclose};
}

void write_dataset(hid_t file, const Hdf5Dataset& dataset, hid_t memory_type, hid_t file_type,
                   const void* values) {
  const Hdf5Handle written = create_dataset(file, dataset.name, file_type, dataset.shape);
  if (std::ranges::find(dataset.shape, std::uint64_t{0}) == dataset.shape.end()) {
    require(H5Dwrite(written.get(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
  }
  write_attributes(written.get(), dataset.attributes);
}

void write_dataset(hid_t file, const Hdf5Dataset& dataset) {
  const auto wanted = std::accumulate(dataset.shape.begin(), dataset.shape.end(), std::uint64_t{1},
                                      std::multiplies<>());
  const auto got = std::visit([](const auto& values) { return values.size(); }, dataset.values);
  if (dataset.shape.empty() || wanted != got) {
    throw std::invalid_argument("write_hdf5: " + in_quotes(dataset.name) + " has " +
                                std::to_string(got) + " values, its shape asks for " +
                                std::to_string(wanted));
  }
  if (const auto* numbers = std::get_if<std::span<const float>>(&dataset.values)) {
    return write_dataset(file, dataset, H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, numbers->data());
  }
  if (const auto* numbers = std::get_if<std::span<const std::int64_t>>(&dataset.values)) {
    return write_dataset(file, dataset, H5T_NATIVE_INT64, H5T_STD_I64LE, numbers->data());
  }
  std::vector<const char*> lines;
  for (const std::string& line : std::get<std::span<const std::string>>(dataset.values)) {
    lines.push_back(line.c_str());
  }
  const Hdf5Handle type = text_type();
  write_dataset(file, dataset, type.get(), type.get(), lines.data());
}

Hdf5Handle created(const std::filesystem::path& path, hid_t access) {
  const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), &H5Pclose);
  require(H5Pset_obj_track_times(creation.get(), false));
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access), &H5Fclose};
}

std::string bytes_of(const std::vector<Hdf5Dataset>& datasets, const Hdf5Attributes& attributes) {
  constexpr std::size_t kGrowBy = std::size_t{1} << 20U;
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
  require(H5Pset_fapl_core(access.get(), kGrowBy, false));
  const Hdf5Handle file = created("memory", access.get());
  for (const Hdf5Dataset& dataset : datasets) {
    write_dataset(file.get(), dataset);
  }
  write_attributes(file.get(), attributes);
  require(H5Fflush(file.get(), H5F_SCOPE_GLOBAL));
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  if (size <= 0 || H5Fget_file_image(file.get(), bytes.data(), bytes.size()) != size) {
    throw std::runtime_error("HDF5: can't be written");
  }
  return bytes;
}

}  // namespace

void write_hdf5(const std::filesystem::path& path, const std::vector<Hdf5Dataset>& datasets,
                const Hdf5Attributes& attributes) {
  be_silent();  // faults are told by what is thrown here
  write_atomically(path, bytes_of(datasets, attributes));
}

class Hdf5Rows::File {
 public:
  explicit File(std::filesystem::path path)
      : path_(std::move(path)), file_(created(path_, H5P_DEFAULT)) {
    require(file_.is_open());
  }

  void add(const Table& table) {
    const std::array sides = {table.rows, table.columns};
    Hdf5Handle dataset =
        create_dataset(file_.get(), table.name,
                       table.number == Number::float32 ? H5T_IEEE_F32LE : H5T_STD_I64LE, sides);
    require(dataset.is_open());
    write_attributes(dataset.get(), table.attributes);
    tables_.emplace(table.name, Open{std::move(dataset), table.columns});
  }

  void write(const std::string& table, std::uint64_t row, hid_t type, std::size_t count,
             const void* numbers) {
    const Open& open = tables_.at(table);
    if (count != open.columns) {
      throw std::invalid_argument("Hdf5Rows: another number of columns than was said");
    }
    const Hdf5Handle space(H5Dget_space(open.dataset.get()), &H5Sclose);
    const std::array<hsize_t, 2> from = {row, 0}, size = {1, count};
    const Hdf5Handle memory(H5Screate_simple(2, size.data(), nullptr), &H5Sclose);
    require(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, from.data(), nullptr, size.data(),
                                nullptr) >= 0 &&
            H5Dwrite(open.dataset.get(), type, memory.get(), space.get(), H5P_DEFAULT, numbers) >=
                0);
  }

  void close() {
    bool is_closed = true;
    for (auto& [name, open] : tables_) {
      is_closed = open.dataset.close() && is_closed;
    }
    require(is_closed && file_.close());
  }

 private:
  struct Open {
    Hdf5Handle dataset;
    std::uint64_t columns;
  };

  void require(bool is_done) const {
    if (!is_done) {
      throw OutputError(path_, "can't be written as HDF5");
    }
  }

  std::filesystem::path path_;
  Hdf5Handle file_;
  std::map<std::string, Open> tables_;
};

Hdf5Rows::Hdf5Rows(const std::filesystem::path& path) {
  be_silent();
  file_ = std::make_unique<File>(path);
}

Hdf5Rows::~Hdf5Rows() = default;

void Hdf5Rows::add(const Table& table) {
  file_->add(table);
}

void Hdf5Rows::write(const std::string& table, std::uint64_t row, std::span<const float> numbers) {
  file_->write(table, row, H5T_NATIVE_FLOAT, numbers.size(), numbers.data());
}

void Hdf5Rows::write(const std::string& table, std::uint64_t row,
                     std::span<const std::int64_t> numbers) {
  file_->write(table, row, H5T_NATIVE_INT64, numbers.size(), numbers.data());
}

void Hdf5Rows::close() {
  file_->close();
}

Hdf5Integers read_hdf5_integers(const std::filesystem::path& path, const std::string& dataset) {
  constexpr hsize_t kMostRows = 100'000'000, kMostColumns = 1000;
  be_silent();
  const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose);
  if (!file.is_open()) {
    throw InputError(path, "is damaged: it can't be read as HDF5");
  }
  const Hdf5Handle open(H5Dopen2(file.get(), dataset.c_str(), H5P_DEFAULT), &H5Dclose);
  if (!open.is_open()) {
    throw InputError(path, "has no dataset " + in_quotes(dataset));
  }
  const Hdf5Handle space(H5Dget_space(open.get()), &H5Sclose);
  std::array<hsize_t, 2> size{};
  if (!space.is_open() || H5Sget_simple_extent_ndims(space.get()) != 2 ||
      H5Sget_simple_extent_dims(space.get(), size.data(), nullptr) != 2 || size[0] > kMostRows ||
      size[1] > kMostColumns) {
    throw InputError(path, in_quotes(dataset) + " is not a table");
  }
  Hdf5Integers read{size[0], size[1], {}};
  read.values.resize(size[0] * size[1]);
  if (!read.values.empty() && H5Dread(open.get(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                      read.values.data()) < 0) {
    throw InputError(path, "is damaged: " + in_quotes(dataset) + " can't be read");
  }
  return read;
}

bool is_hdf5(const std::filesystem::path& path) {
  constexpr std::array<char, 8> kSignature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> first{};
  std::ifstream stream = open_regular(path);
  stream.read(first.data(), first.size());
  return first == kSignature;
}

}  // namespace msmv::files
