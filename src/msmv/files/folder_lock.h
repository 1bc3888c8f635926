#pragma once

#include <filesystem>

namespace msmv::files {

// While it lives, no other process has one on the same folder: a run that writes several files into
// a folder holds it. The system releases it with the process, however that ends; the empty file
// `.lock` stays.
class FolderLock {
 public:
  // Makes the folder if need be, and removes what killed runs left half written in it (temporary
  // files of write_atomically). Throws InputError when another process holds the lock or the
  // folder can't be written.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace msmv::files
