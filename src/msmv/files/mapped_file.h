#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace msmv::files {

// The bytes of a file, read by the system as they are touched. The bytes live as long as a copy of
// `mapping` does. A file that is replaced by rename (write_atomically) stays whole for those who
// have it open; one that is cut short in place ends the program, as with any mapped file.
struct MappedFile {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> mapping;
};

// Read-only. Throws InputError for what is missing, unreadable or not a regular file; an empty
// file has no bytes.
MappedFile map_file(const std::filesystem::path& path);

// Gives back the memory of what was touched; it is read again where it is touched again.
void forget(const MappedFile& file);

}  // namespace msmv::files
