#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "msmv/slide/slide.h"

namespace msmv::slide {

// Where the pixel size of a slide may come from. It is never assumed.
struct PixelSizeRules {
  std::optional<PixelSize> given;        // --mpp
  std::map<std::string, double> listed;  // --mpp-list: by the file's name
  bool from_objective = false;           // --mpp-from-objective: 10 um over the magnification
};

struct KnownPixelSize {
  PixelSize um_per_px;
  std::string source;  // "slide", "given", "list" or "objective"
  std::string note;    // what a reader of the result should know; mostly empty
};

// A table with the columns `wsi` (a file's name) and `mpp`, as TRIDENT takes it. Throws InputError
// for a table that can't be read, a name that comes twice and a size that is not plausible.
std::map<std::string, double> read_pixel_sizes(const std::filesystem::path& path);

// The first of: what the slide says, given, listed, from the objective. Throws InputError when
// there is none, naming the ways, and when the one that counts lies outside the bounds of
// values/geometry.h.
KnownPixelSize pixel_size_of(const std::filesystem::path& path, const SlideFacts& facts,
                             const PixelSizeRules& rules);

}  // namespace msmv::slide
