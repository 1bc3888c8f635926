#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace msmv::files {

// XXH3 of 128 bits as 32 hexadecimal digits: names what a cache entry was made from and tells
// equal files. Not a defence against somebody who builds collisions.
std::string content_hash(std::span<const std::byte> bytes);
std::string content_hash(std::string_view text);
// Throws InputError when it is no regular file or can't be read.
std::string content_hash_of_file(const std::filesystem::path& path);

}  // namespace msmv::files
