#include "msmv/files/regular_file.h"

#include <sys/stat.h>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

using testing::TemporaryFolder;

template <class Work>
std::string fault_of(const Work& work) {
  try {
    work();
  } catch (const InputError& error) {
    return error.fault();
  }
  return "";
}

std::string fault_of_opening(const std::filesystem::path& path) {
  return fault_of([&] { open_regular(path); });
}

TEST(RegularFile, OpensNothingElse) {
  const TemporaryFolder folder;
  std::ofstream(folder / "file") << "text";
  EXPECT_EQ(fault_of_opening(folder / "file"), "");
  EXPECT_EQ(fault_of_opening(folder / "none"), "no such file");
  EXPECT_EQ(fault_of_opening(folder.path()), "is a folder, not a file");
  EXPECT_EQ(fault_of_opening("/dev/zero"), "is no regular file");
  std::filesystem::create_symlink("loop", folder / "loop");
  EXPECT_EQ(fault_of_opening(folder / "loop"), "can't be read: Too many levels of symbolic links");
}

TEST(RegularFile, ANamedPipeIsNotWaitedFor) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(fault_of_opening(folder / "pipe"), "is no regular file");
}

TEST(RegularFile, TellsWhetherItWasWrittenReplacedOrRemoved) {
  const TemporaryFolder folder;
  const auto path = folder / "file";
  std::ofstream(path) << "text";
  const Stamp before = stamp_of(path);
  const auto fault = [&] { return fault_of([&] { require_unchanged(path, before); }); };
  EXPECT_EQ(fault(), "");
  std::ofstream(path, std::ios::app) << "more";
  EXPECT_EQ(fault(), "was changed while it was read");
  std::ofstream(folder / "other") << "text";
  std::filesystem::rename(folder / "other", path);
  EXPECT_EQ(fault(), "was changed while it was read");
  std::filesystem::remove(path);
  EXPECT_EQ(fault(), "no such file");
}

}  // namespace
}  // namespace msmv::files
