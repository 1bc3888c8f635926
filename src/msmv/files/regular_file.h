#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace msmv::files {

// Opens a file for reading. Throws InputError for anything but a regular file: a named pipe would
// make its reader wait, and a device let it read, for ever.
std::ifstream open_regular(const std::filesystem::path& path);

// The facts of a file of which some change when it is written or replaced.
struct Stamp {
  std::uint64_t device = 0, inode = 0;
  std::int64_t bytes = 0, modified_s = 0, modified_ns = 0, changed_s = 0, changed_ns = 0;

  bool operator==(const Stamp&) const = default;
};

// Throws InputError for anything but a regular file.
Stamp stamp_of(const std::filesystem::path& path);

// Throws InputError when a file is no longer what it was when `before` was taken: what was read of
// it since may be a part of the one and a part of the other.
void require_unchanged(const std::filesystem::path& path, const Stamp& before);

}  // namespace msmv::files
