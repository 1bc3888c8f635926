#include "msmv/files/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

void remove_left_over(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> left_over;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (is_temporary_name(entry.path())) {
      left_over.push_back(entry.path());
    }
  }
  for (const auto& path : left_over) {
    std::error_code ignored;  // it costs space, and nothing else
    std::filesystem::remove(path, ignored);
  }
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) {
    throw InputError(folder, "can't be made as a folder: " + fault.message());
  }
  descriptor_ = open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) {
    throw InputError(folder, std::string("can't be written: ") + std::strerror(errno));
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor_);
    throw InputError(folder, "another run is writing it");
  }
  remove_left_over(folder);
}

FolderLock::~FolderLock() {
  close(descriptor_);
}

}  // namespace msmv::files
