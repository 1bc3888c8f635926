#pragma once

#include <filesystem>
#include <string>

namespace msmv::doctor {

struct Blas {
  std::string name;            // "OpenBLAS 0.3.21", "reference BLAS", ...
  std::filesystem::path path;  // of the library, links followed
  bool is_reference = false;   // netlib's plain loops, beside which LibTorch's LSTM crawls
};

// LibTorch's matrix products call this library: the one from which this process's dynamic linker
// takes sgemm_, whatever the build was linked with (on Debian, alternatives decide).
Blas loaded_blas();

// Names the library at `path`, by its path; `openblas_config` is what OpenBLAS says of itself,
// where it is loaded, else empty.
Blas name_blas(const std::filesystem::path& path, const std::string& openblas_config);

}  // namespace msmv::doctor
