#include "msmv/files/folder_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/files/file_lock.h"
#include "msmv/values/errors.h"

namespace msmv::files {
namespace {

// Another process of this machine that lives: it may fill a store in this folder.
bool is_at_work(int process) {
  return process != getpid() && (kill(process, 0) == 0 || errno == EPERM);
}

}  // namespace

void remove_temporaries_of_killed(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> left_over;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const auto writer = writer_of_temporary(entry.path());
    if (writer && !is_at_work(*writer)) {
      left_over.push_back(entry.path());
    }
  }
  for (const auto& path : left_over) {
    std::filesystem::remove(path, ignored);  // it costs space, and nothing else
  }
}

FolderLock::FolderLock(const std::filesystem::path& folder) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) {
    throw OutputError(folder, "can't be made as a folder: " + fault.message());
  }
  descriptor_ = open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) {
    throw OutputError(folder, std::string("can't be written: ") + std::strerror(errno));
  }
  try {
    is_locked_ = lock(descriptor_, folder);
  } catch (...) {
    close(descriptor_);
    throw;
  }
  remove_temporaries_of_killed(folder);
}

FolderLock::~FolderLock() {
  close(descriptor_);
}

}  // namespace msmv::files
