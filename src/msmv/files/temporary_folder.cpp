#include "msmv/files/temporary_folder.h"

#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv::files {

std::filesystem::path temporary_folder() {
  std::error_code fault;
  auto folder = std::filesystem::temp_directory_path(fault);
  if (fault) {
    const char* named = std::getenv("TMPDIR");
    throw InputError(named == nullptr ? "/tmp" : named,
                     "is no folder for temporary files ($TMPDIR names one): " + fault.message());
  }
  return folder;
}

}  // namespace msmv::files
