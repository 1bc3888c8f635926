#pragma once

#include <filesystem>
#include <optional>

#include "msmv/image/rgb_image.h"

namespace msmv::image {

// Whether `path` has an extension that write() takes.
bool can_write(const std::filesystem::path& path);

// Writes a picture in the format that the extension names (.png; .jpg or .jpeg at quality 95;
// .tif or .tiff, LZW), under a temporary name that is renamed when complete.
// TIFF and PNG also carry the pixel size when it is known.
// Throws InputError for another extension, OutputError when the file can't be written.
void write(const std::filesystem::path& path, const RgbImage& image,
           const std::optional<PixelSize>& um_per_px = std::nullopt);

}  // namespace msmv::image
