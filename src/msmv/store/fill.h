#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "msmv/image/read.h"
#include "msmv/model/config.h"
#include "msmv/patches/recolour.h"
#include "msmv/store/store.h"

namespace msmv::store {

// Where entries lie and how they are made.
struct Recipe {
  std::filesystem::path folder;
  Config config;
  image::ReadOptions reading;
  // Windows are widened by this much of their patch's side on every side, as far as the field
  // goes, and patches with them: room for a trainer to shift and zoom in.
  int margin_px = 0;
  patches::Recolouring recolouring{};  // of the patches
  // A further change of the patches before they are encoded, under a name that decides it; none
  // where the name is empty.
  struct Change {
    std::string name;
    std::function<PatchBatch(const PatchBatch&)> apply;
  };
  Change before_encoding{};
};

// Everything that decides what a picture's patches are, but for the picture: the stages up to the
// patches, how the file is read, and a number that changes when one of those stages comes to
// compute something else.
Json settings_of_patches(const Recipe& recipe);

// A picture's entry, made when it isn't there. Throws InputError when the picture can't be read.
struct Filled {
  std::string key;
  Patches patches;
};
Filled fill_patches(const Recipe& recipe, const std::filesystem::path& picture,
                    const std::optional<PixelSize>& um_per_px);

// The same for encodings; `weights_id` names the weights that `encode` uses. No patches are stored.
struct FilledEncodings {
  std::string key;
  Encodings encodings;
};
// The key of that entry, which need not be there.
std::string key_of_encodings(const Recipe& recipe, const std::filesystem::path& picture,
                             const std::optional<PixelSize>& um_per_px,
                             const std::string& weights_id);
using Encode = std::function<Encodings(const PatchBatch&)>;
FilledEncodings fill_encodings(const Recipe& recipe, const std::filesystem::path& picture,
                               const std::optional<PixelSize>& um_per_px,
                               const std::string& weights_id, const Encode& encode);

}  // namespace msmv::store
