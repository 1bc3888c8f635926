#include "msmv/files/file_lock.h"

#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::files {

bool lock(int descriptor, const std::filesystem::path& output) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
    return true;
  }
  switch (errno) {
    case ENOSYS:
    case EOPNOTSUPP:
    case ENOLCK:
      return false;
    case EWOULDBLOCK:
      throw InputError(output, "another run is writing it");
    default:
      throw OutputError(output, std::string("can't be locked: ") + std::strerror(errno));
  }
}

}  // namespace msmv::files
