#include "msmv/weights/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/safetensors_header.h"

namespace msmv::weights {
namespace {

constexpr std::size_t kSizeBytes = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;  // the format's own limit
constexpr std::size_t kAlignment = 8;

std::string in_bytes(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

// The JSON between the header's size and the tensors.
std::string_view header_text(std::span<const std::byte> file, const std::filesystem::path& path) {
  if (file.size() < kSizeBytes) {
    throw InputError(path, file.empty() ? "empty file"
                                        : "not a safetensors file: only " + in_bytes(file.size()));
  }
  std::uint64_t size = 0;
  std::memcpy(&size, file.data(), kSizeBytes);
  if (size > kLongestHeader) {
    throw InputError(path, "not a safetensors file: a header of " + in_bytes(size));
  }
  if (size > file.size() - kSizeBytes) {
    throw InputError(path, "truncated: a header of " + in_bytes(size) + " in a file of " +
                               in_bytes(file.size()));
  }
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + kSizeBytes, size);
  if (!text.starts_with('{')) {
    throw InputError(path, "not a safetensors file: its header does not begin with {");
  }
  return text;
}

// How many bytes the shape and type ask for must be what the offsets span.
void check_size(const HeaderEntry& entry, const std::filesystem::path& path) {
  const std::string where = "tensor " + in_quotes(entry.name) + ": ";
  if (entry.end < entry.begin) {
    throw InputError(path, where + "ends at " + std::to_string(entry.end) +
                               ", before its begin at " + std::to_string(entry.begin));
  }
  std::uint64_t wanted = bytes_of(entry.dtype);
  for (const std::int64_t side : entry.shape) {
    if (__builtin_mul_overflow(wanted, static_cast<std::uint64_t>(side), &wanted)) {
      throw InputError(path, where + "more bytes than 64 bits count");
    }
  }
  if (wanted != entry.end - entry.begin) {
    throw InputError(path, where + text_of(entry.shape) + " of " +
                               std::string(name_of(entry.dtype)) + " needs " + in_bytes(wanted) +
                               ", its offsets span " + std::to_string(entry.end - entry.begin));
  }
}

// Sorts the entries by place, and makes sure that they fill the data without hole or overlap.
void check_places(std::vector<HeaderEntry>& entries, std::uint64_t data_bytes,
                  const std::filesystem::path& path) {
  std::ranges::sort(entries, {}, [](const HeaderEntry& entry) {
    return std::tuple(entry.begin, entry.end, std::string_view(entry.name));
  });
  std::uint64_t filled = 0;
  for (const HeaderEntry& entry : entries) {
    if (entry.begin != filled) {
      throw InputError(path, "tensor " + in_quotes(entry.name) + ": begins at " +
                                 std::to_string(entry.begin) +
                                 ", where the one before it ends at " + std::to_string(filled) +
                                 (entry.begin < filled ? " (overlap)" : " (hole)"));
    }
    filled = entry.end;
  }
  if (filled > data_bytes) {
    throw InputError(path, "truncated: " + in_bytes(filled) + " of tensors, " +
                               std::to_string(data_bytes) + " in the file");
  }
  if (filled < data_bytes) {
    throw InputError(path, in_bytes(data_bytes - filled) + " after the last tensor");
  }
}

using ToWrite = std::map<std::string, TensorToWrite>;

std::size_t bytes_of(const TensorToWrite& tensor) {
  return count_of(tensor.shape) * bytes_of(tensor.dtype);
}

std::vector<ToWrite::const_pointer> in_file_order(const ToWrite& tensors) {
  std::vector<ToWrite::const_pointer> order;
  for (const auto& named : tensors) {
    order.push_back(&named);
  }
  std::ranges::stable_sort(order, std::ranges::greater(), [](ToWrite::const_pointer named) {
    return bytes_of(named->second.dtype);
  });
  return order;
}

std::string header_of(const std::vector<ToWrite::const_pointer>& order, const Metadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) {
    header["__metadata__"] = metadata;
  }
  std::size_t offset = 0;
  for (const auto* named : order) {
    const auto& [name, tensor] = *named;
    if (name == "__metadata__") {
      throw std::invalid_argument("write_safetensors: " + in_quotes(name) + " names no tensor");
    }
    const std::size_t end = offset + bytes_of(tensor);
    header[name] = {
        {"dtype", name_of(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  return text;
}

}  // namespace

Safetensors parse_safetensors(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  const std::string_view text = header_text(bytes, path);
  Header header = parse_header(text, path);
  const std::span data = bytes.subspan(kSizeBytes + text.size());
  for (const HeaderEntry& entry : header.entries) {
    check_size(entry, path);
  }
  check_places(header.entries, data.size(), path);
  Safetensors out{
      .metadata = std::move(header.metadata), .tensors = {}, .bytes = bytes, .mapping = {}};
  for (HeaderEntry& entry : header.entries) {
    out.tensors[std::move(entry.name)] = {
        .dtype = entry.dtype,
        .shape = std::move(entry.shape),
        .bytes = data.subspan(entry.begin, entry.end - entry.begin)};
  }
  return out;
}

Safetensors read_safetensors(const std::filesystem::path& path) {
  files::MappedFile file = files::map_file(path);
  Safetensors out = parse_safetensors(file.bytes, path);
  out.mapping = std::move(file.mapping);
  return out;
}

void write_safetensors(const std::filesystem::path& path, const TensorViews& tensors,
                       const Metadata& metadata) {
  ToWrite all;
  for (const auto& [name, view] : tensors) {
    if (view.bytes.size() != count_of(view.shape) * bytes_of(view.dtype)) {
      throw std::invalid_argument("write_safetensors: " + in_quotes(name) + " of shape " +
                                  text_of(view.shape) + " has " + in_bytes(view.bytes.size()));
    }
    all[name] = {view.dtype, view.shape, [bytes = view.bytes](std::ostream& stream) {
                   stream.write(reinterpret_cast<const char*>(bytes.data()),
                                static_cast<std::streamsize>(bytes.size()));
                 }};
  }
  write_safetensors_in_turn(path, all, metadata);
}

void write_safetensors_in_turn(const std::filesystem::path& path, const ToWrite& tensors,
                               const Metadata& metadata) {
  const auto order = in_file_order(tensors);
  const std::string text = header_of(order, metadata);
  const std::uint64_t size = text.size();
  files::write_atomically(path, [&](std::ostream& stream) {
    stream.write(reinterpret_cast<const char*>(&size), kSizeBytes);
    stream << text;
    for (const auto* named : order) {
      named->second.write(stream);
    }
  });
}

}  // namespace msmv::weights
