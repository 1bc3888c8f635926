#include "../../apps/msmv/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "msmv/files/mapped_file.h"
#include "temporary_folder.h"

namespace msmv::app {
namespace {

TEST(Process, AMappedFileThatIsCutShortEndsItWithAMessage) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "file";
  std::ofstream(path) << std::string(100'000, 'x');
  const auto read_after_cutting = [&] {
    prepare_process();
    const files::MappedFile file = files::map_file(path);
    std::filesystem::resize_file(path, 10);
    std::printf("%d", static_cast<int>(file.bytes[90'000]));
    _exit(0);
  };
  EXPECT_EXIT(read_after_cutting(), ::testing::ExitedWithCode(1),
              "^msmv: a file that was being read became shorter, or its disk failed\n$");
}

}  // namespace
}  // namespace msmv::app
