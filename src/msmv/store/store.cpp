#include "msmv/store/store.h"

#include <cstring>
#include <optional>

#include "msmv/files/content_hash.h"
#include "msmv/values/errors.h"
#include "msmv/weights/safetensors.h"

namespace msmv::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "msmv store 1";

// A kind of entry: one tensor of this name, type and number of axes.
struct Kind {
  std::string_view name;
  weights::DType dtype;
  std::size_t axes;
};
constexpr Kind kPatches{"patches", weights::DType::u8, 5};
constexpr Kind kEncodings{"encodings", weights::DType::f32, 3};

fs::path path_of(const Kind& kind, const fs::path& folder, const std::string& key) {
  return folder / (key + "." + std::string(kind.name) + ".safetensors");
}

std::size_t side(const weights::TensorView& tensor, std::size_t axis) {
  return static_cast<std::size_t>(tensor.shape[axis]);
}

struct Entry {
  weights::TensorView tensor;
  std::shared_ptr<const void> mapping;
};

std::string said(const weights::Metadata& metadata, const std::string& what) {
  const auto found = metadata.find(what);
  return found == metadata.end() ? "" : found->second;
}

Entry open(const Kind& kind, const fs::path& path, const std::string& key) {
  const auto file = weights::read_safetensors(path);
  if (said(file.metadata, "format") != kFormat || said(file.metadata, "key") != key) {
    throw InputError(path, "is not the store entry " + key);
  }
  const auto found = file.tensors.find(std::string(kind.name));
  if (file.tensors.size() != 1 || found == file.tensors.end() ||
      found->second.dtype != kind.dtype || found->second.shape.size() != kind.axes) {
    throw InputError(path, "does not hold " + std::string(kind.name));
  }
  if (files::content_hash(found->second.bytes) != said(file.metadata, "content_hash")) {
    throw InputError(path, "has been changed since it was written");
  }
  return {found->second, file.mapping};
}

void write(const Kind& kind, const fs::path& path, const std::string& key,
           const weights::TensorView& tensor) {
  fs::create_directories(path.parent_path());
  weights::write_safetensors(path, {{std::string(kind.name), tensor}},
                             {{"format", std::string(kFormat)},
                              {"key", key},
                              {"content_hash", files::content_hash(tensor.bytes)}});
}

std::int64_t whole(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

// The entry, if it can be trusted. What is wrong with a broken one doesn't matter: it is made anew.
template <class Open>
auto opened(const fs::path& path, Open open) -> std::optional<decltype(open())> {
  if (!fs::exists(path)) {
    return std::nullopt;
  }
  try {
    return open();
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace

std::string key(std::string_view content_hash, const Json& settings) {
  return files::content_hash(std::string(content_hash) + "\n" + settings.dump());
}

fs::path patches_path(const fs::path& folder, const std::string& key) {
  return path_of(kPatches, folder, key);
}

fs::path encodings_path(const fs::path& folder, const std::string& key) {
  return path_of(kEncodings, folder, key);
}

Patches open_patches(const fs::path& path, const std::string& key) {
  const auto [tensor, mapping] = open(kPatches, path, key);
  if (tensor.shape[2] != tensor.shape[3] || tensor.shape[4] != 3) {
    throw InputError(path, "holds patches of shape " + weights::text_of(tensor.shape) +
                               ", wanted [samples, scales, side, side, 3]");
  }
  const auto* pixels = reinterpret_cast<const std::uint8_t*>(tensor.bytes.data());
  return {
      side(tensor, 0), side(tensor, 1), side(tensor, 2), {pixels, tensor.bytes.size()}, mapping};
}

Encodings open_encodings(const fs::path& path, const std::string& key) {
  const auto [tensor, mapping] = open(kEncodings, path, key);
  Encodings encodings{side(tensor, 0), side(tensor, 1), side(tensor, 2), {}};
  encodings.values.resize(tensor.bytes.size() / sizeof(float));
  std::memcpy(encodings.values.data(), tensor.bytes.data(), tensor.bytes.size());
  return encodings;
}

Patches patches(const fs::path& folder, const std::string& key,
                const std::function<PatchBatch()>& make) {
  const auto path = patches_path(folder, key);
  if (auto entry = opened(path, [&] { return open_patches(path, key); })) {
    return *entry;
  }
  const PatchBatch made = make();
  const auto side_px = whole(made.side_px);
  write(kPatches, path, key,
        {kPatches.dtype,
         {whole(made.samples), whole(made.scales), side_px, side_px, 3},
         std::as_bytes(std::span(made.pixels))});
  return open_patches(path, key);
}

Encodings encodings(const fs::path& folder, const std::string& key,
                    const std::function<Encodings()>& make) {
  const auto path = encodings_path(folder, key);
  if (auto entry = opened(path, [&] { return open_encodings(path, key); })) {
    return *std::move(entry);
  }
  Encodings made = make();
  write(kEncodings, path, key,
        {kEncodings.dtype,
         {whole(made.samples), whole(made.scales), whole(made.features)},
         std::as_bytes(std::span(made.values))});
  return made;
}

}  // namespace msmv::store
