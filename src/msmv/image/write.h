#pragma once

#include <filesystem>

#include "msmv/image/rgb_image.h"

namespace msmv::image {

// Writes a picture in the format that the extension names (.png, .jpg, .tif), under a temporary
// name that is renamed when complete. Throws InputError when it can't.
void write(const std::filesystem::path& path, const RgbImage& image);

}  // namespace msmv::image
