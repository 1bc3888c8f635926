#pragma once

#include <filesystem>

namespace msmv::files {

// While it lives, no other process has one on the same folder: a run that writes several files into
// a folder holds it. The system releases it with the process, however that ends; the empty file
// `.lock` stays.
class FolderLock {
 public:
  // Makes the folder if need be, and removes the temporaries of killed runs. Throws InputError when
  // another process holds the lock, OutputError when the folder can't be written.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  // False where the file system has no locks: then nothing keeps other runs out.
  bool is_locked() const { return is_locked_; }

 private:
  int descriptor_ = -1;
  bool is_locked_ = false;
};

// Removes what killed processes left half written in a folder, not in those below it: temporary
// files of write_atomically.
void remove_temporaries_of_killed(const std::filesystem::path& folder);

}  // namespace msmv::files
