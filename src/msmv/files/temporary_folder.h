#pragma once

#include <filesystem>

namespace msmv::files {

// The folder for files of a moment: $TMPDIR, or /tmp. Throws InputError when it is none.
std::filesystem::path temporary_folder();

}  // namespace msmv::files
