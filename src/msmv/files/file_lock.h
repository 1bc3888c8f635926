#pragma once

#include <filesystem>

namespace msmv::files {

// Locks an open file against other processes until it is closed, however its process ends. False
// where the file system has no locks, as some of clusters: then nothing is locked. Throws
// InputError, naming `output`, when another process holds the lock.
bool lock(int descriptor, const std::filesystem::path& output);

}  // namespace msmv::files
