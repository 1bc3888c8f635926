#include "msmv/files/hdf5.h"

#include <hdf5.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string_view>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::files {
namespace {

// An identifier of the library's, closed by the function that belongs to its kind.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {
    if (id < 0) {
      throw std::runtime_error("HDF5: out of memory or names");
    }
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { close_(id_); }
  hid_t get() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void require(herr_t outcome) {
  if (outcome < 0) {
    throw std::runtime_error("HDF5: can't be written");
  }
}

// Of any length, UTF-8.
Handle text_type() {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return {type, &H5Tclose};
}

void write_attributes(hid_t owner, const std::map<std::string, std::string>& attributes) {
  for (const auto& [name, text] : attributes) {
    const Handle type = text_type();
    const Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    const Handle attribute(
        H5Acreate2(owner, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
        &H5Aclose);
    const char* characters = text.c_str();
    require(H5Awrite(attribute.get(), type.get(), &characters));
  }
}

void write_dataset(hid_t file, const Hdf5Dataset& dataset, hid_t memory_type, hid_t file_type,
                   const void* values) {
  const std::vector<hsize_t> sides(dataset.shape.begin(), dataset.shape.end());
  const Handle space(H5Screate_simple(static_cast<int>(sides.size()), sides.data(), nullptr),
                     &H5Sclose);
  const Handle facts(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose);
  require(H5Pset_obj_track_times(facts.get(), false));
  const Handle written(H5Dcreate2(file, dataset.name.c_str(), file_type, space.get(), H5P_DEFAULT,
                                  facts.get(), H5P_DEFAULT),
                       &H5Dclose);
  if (std::ranges::find(sides, hsize_t{0}) == sides.end()) {
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
  const Handle type = text_type();
  write_dataset(file, dataset, type.get(), type.get(), lines.data());
}

std::string bytes_of(const std::vector<Hdf5Dataset>& datasets,
                     const std::map<std::string, std::string>& attributes) {
  constexpr std::size_t kGrowBy = std::size_t{1} << 20U;
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
  require(H5Pset_fapl_core(access.get(), kGrowBy, false));
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), &H5Pclose);
  require(H5Pset_obj_track_times(creation.get(), false));
  const Handle file(H5Fcreate("memory", H5F_ACC_TRUNC, creation.get(), access.get()), &H5Fclose);
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
                const std::map<std::string, std::string>& attributes) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // faults are told by what is thrown here
  write_atomically(path, bytes_of(datasets, attributes));
}

}  // namespace msmv::files
