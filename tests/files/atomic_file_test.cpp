#include "msmv/files/atomic_file.h"

#include <ostream>
#include <stdexcept>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

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
  } catch (const InputError& error) {
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

}  // namespace
}  // namespace msmv::files
