#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "msmv/config/json.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

// Training needs patches of an image, or their encodings, which are made once and kept on disk. A
// file an entry, named by everything that the entry was made from, so that a changed image or
// setting is another entry and nothing stale is ever read. Files are written whole or not at all;
// several programs may fill one folder at a time.

namespace msmv::store {

// The name of an entry: of the picture's content and of each setting that changes what is made of
// it (stain, KREM, patches, and for encodings the weights).
std::string key(std::string_view content_hash, const Json& settings);

// The patches of one image, in mapped memory: as PatchBatch, but the system reads what is touched.
struct Patches {
  std::size_t samples = 0, scales = 0, side_px = 0;
  std::span<const std::uint8_t> pixels;  // [samples, scales, side, side, 3], while `mapping` lives
  std::shared_ptr<const void> mapping;
};

// The entry of that key; made by `make` and written when it isn't there, and made anew when it is
// broken: not what it says, cut short, or bytes changed since it was written (all are read once).
// Throws what `make` throws, and InputError when the folder can't be written.
Patches patches(const std::filesystem::path& folder, const std::string& key,
                const std::function<PatchBatch()>& make);
Encodings encodings(const std::filesystem::path& folder, const std::string& key,
                    const std::function<Encodings()>& make);

// Where an entry lies. They throw InputError when it is broken or not there.
std::filesystem::path patches_path(const std::filesystem::path& folder, const std::string& key);
std::filesystem::path encodings_path(const std::filesystem::path& folder, const std::string& key);
Patches open_patches(const std::filesystem::path& path, const std::string& key);
Encodings open_encodings(const std::filesystem::path& path, const std::string& key);

}  // namespace msmv::store
