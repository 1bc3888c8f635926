#pragma once

#include <filesystem>
#include <span>

#include "msmv/image/rgb_image.h"
#include "msmv/model/model_file.h"

namespace msmv::benchmark {

// Writes what another program needs to run the same network on the same patches (bench/peers/), as
// safetensors in float32: the first scale's encoder under torchvision's names; `patches`
// [n, 3, side, side], normalised, those of `photos` that this encoder sees; and `encodings`
// [n, features], what the engine makes of them in fp32.
// Throws InputError for a photo that is too small and a file that can't be written.
void export_for_peers(const std::filesystem::path& path, const ModelFile& model,
                      std::span<const Photo> photos);

}  // namespace msmv::benchmark
