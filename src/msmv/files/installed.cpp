#include "msmv/files/installed.h"

#include <dlfcn.h>
#include <link.h>

#include <cstdlib>
#include <system_error>

namespace msmv::files {
namespace {

namespace fs = std::filesystem;

// In a build folder the program lies two folders below it, Python's module three below /usr/lib.
constexpr int kFoldersAbove = 5;

// The program's file, or that of the library which this code was linked into.
fs::path own_binary() {
  Dl_info info{};
  void* map = nullptr;
  const auto* code = reinterpret_cast<const void*>(&own_binary);
  if (dladdr1(code, &info, &map, RTLD_DL_LINKMAP) != 0 && map != nullptr) {
    const char* library = static_cast<const link_map*>(map)->l_name;
    if (library != nullptr && *library != '\0') {  // which the program itself has not
      return library;
    }
  }
  return "/proc/self/exe";
}

std::optional<fs::path> find(const char* variable, const fs::path& below_prefix) {
  if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') {
    return named;
  }
  std::error_code ignored;
  fs::path folder = fs::canonical(own_binary(), ignored).parent_path();
  for (int i = 0; i < kFoldersAbove && folder.has_relative_path(); ++i) {
    if (fs::exists(folder / below_prefix, ignored)) {
      return folder / below_prefix;
    }
    folder = folder.parent_path();
  }
  const fs::path configured = fs::path(MSMV_PREFIX) / below_prefix;
  return fs::exists(configured, ignored) ? std::optional(configured) : std::nullopt;
}

}  // namespace

std::optional<fs::path> find_installed(const char* variable, const fs::path& data) {
  return find(variable, fs::path(MSMV_DATA_BELOW_PREFIX) / data);
}

std::optional<fs::path> find_installed_library(const char* variable, const fs::path& library) {
  return find(variable, fs::path(MSMV_LIBRARIES_BELOW_PREFIX) / library);
}

}  // namespace msmv::files
