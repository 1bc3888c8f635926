#include "msmv/files/file_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

TEST(FileLock, IsHeldUntilTheFileIsClosed) {
  const testing::TemporaryFolder folder;
  const std::string path = folder / "lock";
  const int first = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  const int second = open(path.c_str(), O_RDWR | O_CLOEXEC);
  EXPECT_TRUE(lock(first, "out.csv"));
  try {
    lock(second, "out.csv");
    FAIL() << "locked twice";
  } catch (const Fault& error) {
    EXPECT_STREQ(error.what(), "out.csv: another run is writing it");
  }
  close(first);
  EXPECT_TRUE(lock(second, "out.csv"));
  close(second);
  EXPECT_THROW(lock(second, "out.csv"), OutputError) << "of no open file";
}

}  // namespace
}  // namespace msmv::files
