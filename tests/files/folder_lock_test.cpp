#include "msmv/files/folder_lock.h"

#include <unistd.h>

#include <optional>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

using testing::TemporaryFolder;

std::string fault_of_locking(const std::filesystem::path& folder) {
  try {
    const FolderLock lock(folder);
  } catch (const Fault& error) {
    return error.fault();
  }
  return "";
}

TEST(FolderLock, IsHeldByOneUntilItEnds) {
  const TemporaryFolder folder;
  std::optional<FolderLock> first(folder / "new/run");
  EXPECT_EQ(fault_of_locking(folder / "new/run"), "another run is writing it");
  EXPECT_EQ(fault_of_locking(folder / "new"), "");
  first.reset();
  EXPECT_EQ(fault_of_locking(folder / "new/run"), "");
}

TEST(FolderLock, SaysWhyAFolderCannotBeMade) {
  const TemporaryFolder folder;
  std::ofstream(folder / "file") << "text";
  EXPECT_EQ(fault_of_locking(folder / "file"), "can't be made as a folder: Not a directory");
}

TEST(FolderLock, RemovesWhatAKilledRunLeftHalfWritten) {
  const TemporaryFolder folder;
  std::filesystem::path temporary;
  write_atomically_by_name(folder / "model.safetensors", [&](const std::filesystem::path& path) {
    temporary = path;
    std::ofstream(path) << "whole";
  });
  const auto of_parent = folder / (".model." + std::to_string(getppid()) + "-7.tmp.safetensors");
  std::ofstream(of_parent) << "going on";
  for (const auto& path : {temporary, folder / ".hidden.tmp", folder / "mine.12.tmp.csv"}) {
    std::ofstream(path) << "half";
  }
  const FolderLock lock(folder.path());
  EXPECT_FALSE(std::filesystem::exists(temporary));
  EXPECT_TRUE(std::filesystem::exists(of_parent));
  EXPECT_TRUE(std::filesystem::exists(folder / ".hidden.tmp"));
  EXPECT_TRUE(std::filesystem::exists(folder / "mine.12.tmp.csv"));
  EXPECT_TRUE(std::filesystem::exists(folder / "model.safetensors"));
}

}  // namespace
}  // namespace msmv::files
