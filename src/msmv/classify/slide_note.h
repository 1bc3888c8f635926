#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "msmv/values/geometry.h"
#include "msmv/values/key_region.h"

namespace msmv {

// The share of a field that the largest windows of its key regions cover together.
double covered_share(std::span<const KeyRegion> regions, PixelExtent field);

// What who classifies a picture as one field should know where it is larger than one (2048 x 1536
// px at the working resolution): how much of it was looked at. Empty for a field.
std::string coverage_note(std::span<const KeyRegion> regions, PixelExtent field);

// That a file is a whole slide, which `msmv slides` classifies: what OpenSlide opens as a vendor's
// format or as a pyramid, or a picture of more than four fields. `field` is 0 x 0 where it couldn't
// be read. Empty for a picture.
std::string slide_note(const std::filesystem::path& path, PixelExtent field);

}  // namespace msmv
