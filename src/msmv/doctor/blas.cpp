#include "msmv/doctor/blas.h"

#include <dlfcn.h>

#include <array>
#include <cstdint>
#include <system_error>
#include <utility>

#include "msmv/libtorch/functions.h"

namespace msmv::doctor {
namespace {

// "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..." to "OpenBLAS 0.3.21".
std::string first_two_words(const std::string& text) {
  const auto first = text.find(' ');
  return text.substr(0, first == std::string::npos ? first : text.find(' ', first + 1));
}

std::string openblas_config() {
  using Function = const char* (*)();
  const auto function = reinterpret_cast<Function>(  // NOLINT(performance-no-int-to-ptr)
      reinterpret_cast<std::uintptr_t>(libtorch::functions().address_of("openblas_get_config")));
  return function == nullptr ? "" : function();
}

}  // namespace

Blas name_blas(const std::filesystem::path& path, const std::string& openblas_config) {
  const std::string text = path.string();
  // MKL before libtorch: PyTorch's own builds carry it inside.
  static constexpr std::array<std::pair<const char*, const char*>, 5> kKnown = {
      {{"openblas", "OpenBLAS"},
       {"mkl", "MKL"},
       {"blis", "BLIS"},
       {"atlas", "ATLAS"},
       {"libtorch", "built into LibTorch"}}};
  for (const auto& [part, name] : kKnown) {
    if (text.find(part) != std::string::npos) {
      const bool told = std::string(name) == "OpenBLAS" && !openblas_config.empty();
      return {.name = told ? first_two_words(openblas_config) : name, .path = path};
    }
  }
  return {.name = "reference BLAS", .path = path, .is_reference = true};
}

Blas loaded_blas() {
  const void* const sgemm = libtorch::functions().address_of("sgemm_");
  Dl_info found{};
  if (sgemm == nullptr || dladdr(sgemm, &found) == 0 || found.dli_fname == nullptr) {
    return {.name = "none that can be seen", .path = {}};
  }
  std::error_code no_such_file;
  const auto path = std::filesystem::canonical(found.dli_fname, no_such_file);
  return name_blas(no_such_file ? std::filesystem::path(found.dli_fname) : path, openblas_config());
}

}  // namespace msmv::doctor
