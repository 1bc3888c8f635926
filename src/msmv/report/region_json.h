#pragma once

#include <span>
#include <string>

#include "msmv/config/json.h"
#include "msmv/image/rgb_image.h"
#include "msmv/values/key_region.h"
#include "msmv/values/nucleus.h"

namespace msmv::report {

// The key regions of a field as `msmv regions` writes them (docs/formats.md): windows and sizes in
// pixels of the original picture.
Json regions_json(const std::string& file, const Field& field, std::span<const Nucleus> nuclei,
                  std::span<const KeyRegion> regions);

}  // namespace msmv::report
