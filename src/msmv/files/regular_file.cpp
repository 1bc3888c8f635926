#include "msmv/files/regular_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::files {

Stamp stamp_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) {
    throw InputError(path, errno == ENOENT ? "no such file"
                                           : std::string("can't be read: ") + std::strerror(errno));
  }
  if (!S_ISREG(facts.st_mode)) {
    throw InputError(path,
                     S_ISDIR(facts.st_mode) ? "is a folder, not a file" : "is no regular file");
  }
  return {facts.st_dev,          facts.st_ino,         facts.st_size,        facts.st_mtim.tv_sec,
          facts.st_mtim.tv_nsec, facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec};
}

std::ifstream open_regular(const std::filesystem::path& path) {
  stamp_of(path);
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw InputError(path, std::string("can't be read: ") + std::strerror(errno));
  }
  return stream;
}

void require_unchanged(const std::filesystem::path& path, const Stamp& before) {
  if (stamp_of(path) != before) {
    throw InputError(path, "was changed while it was read");
  }
}

}  // namespace msmv::files
