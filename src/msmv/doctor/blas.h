#pragma once

#include <filesystem>
#include <string>

namespace msmv::doctor {

struct Blas {
  std::string name;            // "OpenBLAS 0.3.21", "reference BLAS", ...
  std::filesystem::path path;  // of the library, links followed
  bool is_reference = false;   // netlib's plain loops, beside which LibTorch's LSTM crawls
};

// What LibTorch's matrix products call in this process: the library from which the dynamic linker
// takes sgemm_, whatever the build was linked with (on Debian, alternatives decide).
Blas loaded_blas();

// What the library at `path` is, by its path; `openblas_config` is what OpenBLAS says of itself,
// where it is loaded, else empty.
Blas name_blas(const std::filesystem::path& path, const std::string& openblas_config);

}  // namespace msmv::doctor
