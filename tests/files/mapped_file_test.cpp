#include "msmv/files/mapped_file.h"

#include <sys/stat.h>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

std::string text_of(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
}

std::string fault_of(const std::filesystem::path& path) {
  try {
    map_file(path);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

TEST(MappedFile, HoldsTheBytesOfTheFile) {
  testing::TemporaryFolder folder;
  write_atomically(folder / "a", std::string("one\0two", 7));
  EXPECT_EQ(text_of(map_file(folder / "a")), std::string("one\0two", 7));
  write_atomically(folder / "empty", "");
  EXPECT_TRUE(map_file(folder / "empty").bytes.empty());
}

TEST(MappedFile, KeepsItsBytesWhenTheFileIsReplacedOrRemoved) {
  testing::TemporaryFolder folder;
  write_atomically(folder / "a", "old");
  const MappedFile file = map_file(folder / "a");
  write_atomically(folder / "a", "newer");
  std::filesystem::remove(folder / "a");
  EXPECT_EQ(text_of(file), "old");
}

TEST(MappedFile, SaysWhatCannotBeRead) {
  testing::TemporaryFolder folder;
  EXPECT_EQ(fault_of(folder / "none"), "can't be read: No such file or directory");
  EXPECT_EQ(fault_of(folder.path()), "can't be read: not a regular file");
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(fault_of(folder / "pipe"), "can't be read: not a regular file");
}

}  // namespace
}  // namespace msmv::files
