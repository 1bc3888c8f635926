#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace msmv::image {

// The bytes of an ICC profile as they lie in a picture's file, not checked.
using IccProfile = std::vector<std::uint8_t>;

// The colours that a profile describes.
enum class IccColours { gray, rgb, cmyk };

// Checks what a profile says of itself (ICC.1:2022, 7.2 and 7.3): that it is whole, that all its
// tags lie inside it, that it describes a device's colours, and which. Throws InputError, with the
// picture's path, where it is not so.
IccColours require_whole_profile(const std::filesystem::path& path,
                                 std::span<const std::uint8_t> profile);

// A profile that PNG has compressed by zlib: as much of it as can be unpacked, at most 32 MiB.
IccProfile inflated_profile(std::span<const std::uint8_t> compressed);

}  // namespace msmv::image
