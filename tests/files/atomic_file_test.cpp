#include "msmv/files/atomic_file.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ostream>
#include <stdexcept>
#include <vector>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace {

struct Flush {
  bool is_folder, has_new_name;
  bool operator==(const Flush&) const = default;
};

std::filesystem::path watched_name;
std::vector<Flush> flushes;

}  // namespace

// In place of the C library's: notes what is flushed, and whether the new name is there by then.
extern "C" int fsync(int descriptor) {
  struct stat facts {};
  if (!watched_name.empty() && fstat(descriptor, &facts) == 0) {
    flushes.push_back({S_ISDIR(facts.st_mode), std::filesystem::exists(watched_name)});
  }
  return static_cast<int>(syscall(SYS_fsync, descriptor));
}

namespace msmv::files {
namespace {

using testing::read_file;
using testing::TemporaryFolder;

std::size_t file_count(const TemporaryFolder& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

TEST(AtomicFile, ReplacesTheOldContent) {
  TemporaryFolder folder;
  write_atomically(folder / "a.txt", "old");
  write_atomically(folder / "a.txt", "new");
  EXPECT_EQ(read_file(folder / "a.txt"), "new");
  EXPECT_EQ(file_count(folder), 1U);
}

TEST(AtomicFile, FlushesTheContentBeforeTheRenameAndTheFolderAfterIt) {
  TemporaryFolder folder;
  watched_name = folder / "a.txt";
  write_atomically(watched_name, "text");
  watched_name.clear();
  EXPECT_EQ(flushes, (std::vector<Flush>{{false, false}, {true, true}}));
}

TEST(AtomicFile, KeepsTheRightsOfTheFileItReplaces) {
  TemporaryFolder folder;
  write_atomically(folder / "a.txt", "old");
  std::filesystem::permissions(
      folder / "a.txt", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  write_atomically(folder / "a.txt", "new");
  EXPECT_EQ(std::filesystem::status(folder / "a.txt").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(AtomicFile, TakesTemporaryNamesThatNoOtherHas) {
  TemporaryFolder folder;
  std::filesystem::path first, second;
  write_atomically_by_name(folder / "a.txt", [&](const std::filesystem::path& temporary) {
    first = temporary;
    write_atomically_by_name(folder / "a.txt",
                             [&](const std::filesystem::path& other) { second = other; });
  });
  EXPECT_NE(first, second);
  EXPECT_EQ(writer_of_temporary(first), getpid());
  EXPECT_EQ(writer_of_temporary(folder / "a.txt"), std::nullopt);
}

TEST(AtomicFile, WritesTheLongestName) {
  TemporaryFolder folder;
  const auto path = folder / (std::string(251, 'x') + ".csv");
  write_atomically(path, "text");
  EXPECT_EQ(read_file(path), "text");
}

TEST(AtomicFile, LeavesTheOldContentAndNothingElseWhenTheWriterFails) {
  TemporaryFolder folder;
  write_atomically(folder / "a.txt", "old");
  EXPECT_THROW(write_atomically(folder / "a.txt",
                                [](std::ostream& stream) {
                                  stream << "half";
                                  throw std::runtime_error("stop");
                                }),
               std::runtime_error);
  EXPECT_EQ(read_file(folder / "a.txt"), "old");
  EXPECT_EQ(file_count(folder), 1U);
}

TEST(AtomicFile, NamesTheFileThatCannotBeWritten) {
  TemporaryFolder folder;
  try {
    write_atomically(folder / "missing/a.txt", "text");
    FAIL() << "no fault";
  } catch (const Fault& error) {
    EXPECT_EQ(std::string(error.what()), (folder / "missing/a.txt").string() +
                                             ": can't be written: No such file or directory");
  }
}

TEST(AtomicFile, SaysThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) {
    GTEST_SKIP() << "needs /dev/full";
  }
  TemporaryFolder folder;
  EXPECT_THROW(write_atomically_by_name(folder / "a.txt",
                                        [](const std::filesystem::path& temporary) {
                                          std::ofstream full("/dev/full");
                                          full << "text" << std::flush;
                                          if (!full) throw InputError(temporary, "disk full");
                                        }),
               InputError);
  EXPECT_EQ(file_count(folder), 0U);
}

TEST(AtomicFile, WritesThroughALinkAndReplacesNoDevice) {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder / "far");
  write_atomically(folder / "far/a.txt", "old");
  std::filesystem::create_symlink("far/a.txt", folder / "link");
  write_atomically(folder / "link", "new");
  EXPECT_EQ(read_file(folder / "far/a.txt"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  std::filesystem::create_symlink("loop", folder / "loop");
  for (const auto& [path, fault] :
       std::initializer_list<std::pair<std::filesystem::path, std::string>>{
           {"/dev/null", "/dev/null: can't be written: is no regular file"},
           {folder / "loop",
            (folder / "loop").string() + ": can't be written: Too many levels of symbolic links"},
           {folder / "far", (folder / "far").string() + ": can't be written: Is a directory"},
           {"", "\"\": can't be written: a name is wanted"}}) {
    try {
      write_atomically(path, "text");
      ADD_FAILURE() << path;
    } catch (const Fault& error) {
      EXPECT_EQ(error.what(), fault);
    }
  }
}

}  // namespace
}  // namespace msmv::files
