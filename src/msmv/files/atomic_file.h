#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string_view>

namespace msmv::files {

// Writes a file so that a reader sees the old one or the whole new one, never a part: a temporary
// name beside it, flushed to disk, then renamed. The temporary file is removed when `produce` or a
// write fails. Throws OutputError (no folder, no right, disk full).
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(std::ostream&)>& produce);
void write_atomically(const std::filesystem::path& path, std::string_view content);

// For libraries that write files by name: `produce` gets the temporary name (same extension) and
// must leave a complete file there.
void write_atomically_by_name(const std::filesystem::path& path,
                              const std::function<void(const std::filesystem::path&)>& produce);

// The file that writing `path` makes or replaces: links are followed. Throws OutputError for a
// folder, for what is no regular file, such as /dev/full: it must not be replaced by one, and for a
// file that may only be read.
std::filesystem::path target_of(const std::filesystem::path& path);

// The process that writes a file of such a temporary name, or wrote it until it was killed; nothing
// for another name.
std::optional<int> writer_of_temporary(const std::filesystem::path& path);

}  // namespace msmv::files
