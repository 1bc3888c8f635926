#include "msmv/weights/pth.h"

#include <zip.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/pickle.h"

namespace msmv::weights {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::uint64_t kLongestPickle = 4'000'000;  // ResNet-152's takes 0.1 MB
constexpr std::string_view kPickle = "/data.pkl";

}  // namespace

// A zip archive in memory, its entries read by name.
class PthArchive {
 public:
  PthArchive(std::span<const std::byte> bytes, std::filesystem::path path)
      : path_(std::move(path)), file_bytes_(bytes.size()), zip_(opened(bytes), &zip_discard) {
    if (zip_ == nullptr) {
      throw InputError(path_, "truncated or broken: no zip archive can be read from it");
    }
  }

  // The folder in which everything of a state dict lies, "archive/" or named after the file.
  std::string folder() const {
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip_.get(), 0); ++i) {
      const char* name = zip_get_name(zip_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
      if (name != nullptr && std::string_view(name).ends_with(kPickle)) {
        return std::string(name, std::strlen(name) - kPickle.size() + 1);
      }
    }
    throw InputError(path_, "a zip archive without data.pkl: not a PyTorch file");
  }

  bool contains(const std::string& name) const { return find(name).has_value(); }

  std::uint64_t size(const std::string& name) const { return size_of(name, index_of(name)); }

  Bytes read(const std::string& name, std::uint64_t longest) const {
    const zip_uint64_t index = index_of(name);
    const std::uint64_t size = size_of(name, index);
    if (size > longest) {
      fail(name, std::to_string(size) + " bytes, at most " + std::to_string(longest) + " wanted");
    }
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(
        zip_fopen_index(zip_.get(), index, 0), &zip_fclose);
    Bytes out(size);
    if (entry == nullptr || !fill(entry.get(), out)) {
      fail(name, "can't be read");
    }
    return out;
  }

 private:
  [[noreturn]] void fail(const std::string& name, const std::string& fault) const {
    throw InputError(path_, "entry " + in_quotes(name) + ": " + fault);
  }

  static zip_t* opened(std::span<const std::byte> bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (zip == nullptr && source != nullptr) {
      zip_source_free(source);
    }
    return zip;
  }

  std::optional<zip_uint64_t> find(const std::string& name) const {
    const zip_int64_t index = zip_name_locate(zip_.get(), name.c_str(), ZIP_FL_ENC_RAW);
    return index < 0 ? std::nullopt : std::optional(static_cast<zip_uint64_t>(index));
  }

  zip_uint64_t index_of(const std::string& name) const {
    const auto index = find(name);
    if (!index) {
      fail(name, "missing");
    }
    return *index;
  }

  // PyTorch stores its entries plain, so that no entry is larger than the file.
  std::uint64_t size_of(const std::string& name, zip_uint64_t index) const {
    zip_stat_t facts{};
    if (zip_stat_index(zip_.get(), index, 0, &facts) != 0) {
      fail(name, "can't be read");
    }
    if (facts.comp_method != ZIP_CM_STORE || facts.encryption_method != ZIP_EM_NONE) {
      fail(name, "compressed or encrypted, PyTorch stores it plain");
    }
    if (facts.size != facts.comp_size || facts.size > file_bytes_) {
      fail(name, "more bytes than the file has");
    }
    return facts.size;
  }

  // The last read, past the end, is where libzip compares the checksum.
  static bool fill(zip_file_t* entry, Bytes& out) {
    std::size_t filled = 0;
    while (filled < out.size()) {
      const zip_int64_t got = zip_fread(entry, out.data() + filled, out.size() - filled);
      if (got <= 0) {
        return false;
      }
      filled += static_cast<std::size_t>(got);
    }
    std::byte beyond{};
    return zip_fread(entry, &beyond, 1) == 0;
  }

  std::filesystem::path path_;
  std::size_t file_bytes_;
  std::unique_ptr<zip_t, decltype(&zip_discard)> zip_;
};

namespace {

bool is_row_major(const PickledTensor& tensor) {
  std::int64_t stride = 1;
  for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
    if (tensor.shape[axis] != 1 && tensor.strides[axis] != stride) {
      return false;
    }
    stride *= tensor.shape[axis];
  }
  return true;
}

// Elements of the tensor; a fault where it reaches outside of its storage. Nothing here may
// overflow whatever the numbers are.
std::int64_t checked_count(const PickledTensor& tensor, const std::string& where,
                           const std::filesystem::path& path) {
  const auto fail = [&](const std::string& fault) { throw InputError(path, where + fault); };
  if (tensor.shape.size() != tensor.strides.size()) {
    fail("shape " + text_of(tensor.shape) + " with strides " + text_of(tensor.strides));
  }
  std::int64_t count = 1;
  std::int64_t last = tensor.offset;
  bool overflows = tensor.offset < 0;
  for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
    const std::int64_t side = tensor.shape[axis];
    std::int64_t reach = 0;
    overflows = overflows || side < 0 || tensor.strides[axis] < 0 ||
                __builtin_mul_overflow(count, side, &count) ||
                __builtin_mul_overflow(side - 1, tensor.strides[axis], &reach) ||
                __builtin_add_overflow(last, reach, &last);
  }
  if (!overflows && count == 0) {
    return 0;
  }
  if (overflows || last >= tensor.storage_elements || count > tensor.storage_elements) {
    fail("shape " + text_of(tensor.shape) + " with strides " + text_of(tensor.strides) + " from " +
         std::to_string(tensor.offset) + " doesn't fit its storage of " +
         std::to_string(tensor.storage_elements));
  }
  return count;
}

// The elements of a tensor in row-major order.
Bytes in_row_major(const PickledTensor& tensor, std::int64_t count, const Bytes& storage) {
  const std::size_t size = bytes_of(tensor.dtype);
  Bytes out(static_cast<std::size_t>(count) * size);
  Shape place(tensor.shape.size());
  std::int64_t element = tensor.offset;
  for (std::int64_t i = 0; i < count; ++i) {
    std::memcpy(out.data() + static_cast<std::size_t>(i) * size,
                storage.data() + static_cast<std::size_t>(element) * size, size);
    for (std::size_t axis = place.size(); axis-- > 0;) {
      element += tensor.strides[axis];
      if (++place[axis] < tensor.shape[axis]) {
        break;
      }
      element -= tensor.strides[axis] * tensor.shape[axis];
      place[axis] = 0;
    }
  }
  return out;
}

// Makes sure that an archive holds a state dict of our byte order.
void check_kind(const PthArchive& archive, const std::string& folder,
                const std::filesystem::path& path) {
  if (archive.contains(folder + "constants.pkl")) {
    throw InputError(path, "a TorchScript archive, not a state dict");
  }
  const std::string name = folder + "byteorder";
  if (!archive.contains(name)) {
    return;  // before PyTorch 2.1
  }
  const Bytes order = archive.read(name, 16);
  if (std::string_view(reinterpret_cast<const char*>(order.data()), order.size()) != "little") {
    throw InputError(path, "its numbers are not little-endian");
  }
}

void check_storage(const PickledTensor& tensor, std::size_t bytes,
                   const std::filesystem::path& path) {
  const auto claimed = static_cast<std::uint64_t>(tensor.storage_elements);
  if (tensor.storage_elements < 0 || bytes / bytes_of(tensor.dtype) != claimed ||
      bytes % bytes_of(tensor.dtype) != 0) {
    throw InputError(path, "storage " + in_quotes(tensor.storage) + ": " + std::to_string(bytes) +
                               " bytes for " + std::to_string(tensor.storage_elements) +
                               " elements of " + std::string(name_of(tensor.dtype)));
  }
}

// Brings the tensors of one archive into memory, each storage once.
class Loader {
 public:
  Loader(const PthArchive& archive, std::uint64_t file_bytes, const std::filesystem::path& path)
      : archive_(archive),
        folder_(archive.folder()),
        left_bytes_(2 * file_bytes),
        left_storage_bytes_(file_bytes),
        path_(path) {
    check_kind(archive_, folder_, path_);
  }

  Stored load() {
    const Bytes pickle = archive_.read(folder_ + "data.pkl", kLongestPickle);
    for (const auto& [name, tensor] : parse_pickle(pickle, path_)) {
      add(name, tensor);
    }
    return std::move(out_);
  }

 private:
  void add(const std::string& name, const PickledTensor& tensor) {
    const std::string where = "tensor " + in_quotes(name) + ": ";
    const std::int64_t count = checked_count(tensor, where, path_);
    const std::size_t size = static_cast<std::size_t>(count) * bytes_of(tensor.dtype);
    if (size > left_bytes_) {
      throw InputError(path_, "more than twice the file's bytes in tensors");
    }
    left_bytes_ -= size;
    const auto storage = storage_of(tensor);
    TensorView view{.dtype = tensor.dtype, .shape = tensor.shape, .bytes = {}};
    if (count > 0 && is_row_major(tensor)) {
      const auto first = static_cast<std::size_t>(tensor.offset) * bytes_of(tensor.dtype);
      view.bytes = std::span(*storage).subspan(first, size);
    } else if (count > 0) {
      auto copy = std::make_shared<const Bytes>(in_row_major(tensor, count, *storage));
      view.bytes = *copy;
      out_.buffers.push_back(std::move(copy));
    }
    out_.views.emplace(name, std::move(view));
  }

  std::shared_ptr<const Bytes> storage_of(const PickledTensor& tensor) {
    auto& known = storages_[tensor.storage];
    if (known == nullptr) {
      const std::string entry = folder_ + "data/" + tensor.storage;
      // A zip archive may list the same bytes under any number of names.
      if (archive_.size(entry) > left_storage_bytes_) {
        throw InputError(path_, "more bytes in storages than the file has");
      }
      known = std::make_shared<const Bytes>(archive_.read(entry, left_storage_bytes_));
      left_storage_bytes_ -= known->size();
      out_.buffers.push_back(known);
    }
    check_storage(tensor, known->size(), path_);
    return known;
  }

  const PthArchive& archive_;
  std::string folder_;
  std::uint64_t left_bytes_;          // that tensors may still take
  std::uint64_t left_storage_bytes_;  // that storages may still take
  const std::filesystem::path& path_;
  std::map<std::string, std::shared_ptr<const Bytes>> storages_;
  Stored out_;
};

}  // namespace

Stored parse_pth(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  const PthArchive archive(bytes, path);
  return Loader(archive, bytes.size(), path).load();
}

struct PthFile::State {
  State(std::span<const std::byte> bytes, const std::filesystem::path& file)
      : path(file), file_bytes(bytes.size()), archive(bytes, file), folder(archive.folder()) {
    check_kind(archive, folder, path);
    tensors = parse_pickle(archive.read(folder + "data.pkl", kLongestPickle), path);
  }

  std::filesystem::path path;
  std::uint64_t file_bytes;
  PthArchive archive;
  std::string folder;
  std::map<std::string, PickledTensor> tensors;
};

PthFile::PthFile(std::span<const std::byte> bytes, const std::filesystem::path& path)
    : state_(std::make_unique<State>(bytes, path)) {}
PthFile::~PthFile() = default;
PthFile::PthFile(PthFile&&) noexcept = default;
PthFile& PthFile::operator=(PthFile&&) noexcept = default;

const std::map<std::string, PickledTensor>& PthFile::tensors() const {
  return state_->tensors;
}

std::vector<std::byte> PthFile::read(const std::string& name) const {
  const PickledTensor& tensor = state_->tensors.at(name);
  const std::int64_t count =
      checked_count(tensor, "tensor " + in_quotes(name) + ": ", state_->path);
  Bytes storage =
      state_->archive.read(state_->folder + "data/" + tensor.storage, state_->file_bytes);
  check_storage(tensor, storage.size(), state_->path);
  const std::size_t size = static_cast<std::size_t>(count) * bytes_of(tensor.dtype);
  if (size == storage.size() && is_row_major(tensor)) {
    return storage;
  }
  return count == 0 ? Bytes() : in_row_major(tensor, count, storage);
}

}  // namespace msmv::weights
