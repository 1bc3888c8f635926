#pragma once

#include <filesystem>
#include <optional>

// Where the files are that come with msmv: models, rows of experiments, the LibTorch part.

namespace msmv::files {

// Where an environment variable says, else in the nearest folder above the binary that holds this
// code (the program, or Python's module) that has it, else below the prefix that msmv was
// configured for. So a build folder, an installed tree and a wheel work wherever they are put.
// None: nowhere. What the variable names may not be there.
//
// Data are named below share/msmv: "models/msmv.safetensors".
std::optional<std::filesystem::path> find_installed(const char* variable,
                                                    const std::filesystem::path& data);
// Libraries below lib/msmv, whatever that is called here.
std::optional<std::filesystem::path> find_installed_library(const char* variable,
                                                            const std::filesystem::path& library);

}  // namespace msmv::files
