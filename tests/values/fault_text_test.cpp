#include "msmv/values/fault_text.h"

#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

#include "msmv/values/errors.h"

namespace msmv {
namespace {

TEST(FaultText, IsWithoutTheNamesOfLibraries) {
  using Code = std::error_code;
  const Code denied(EACCES, std::generic_category());
  EXPECT_EQ(fault_text(InputError("file", "fault")), "file: fault");
  EXPECT_EQ(fault_text(std::filesystem::filesystem_error("cannot do", "folder", denied)),
            "folder: Permission denied");
  EXPECT_EQ(fault_text(std::bad_alloc()), "not enough memory");
  EXPECT_EQ(fault_text(std::system_error(denied, "thread")),
            "the system refuses: Permission denied");
  EXPECT_EQ(
      fault_text(std::runtime_error("OpenCV(4.6.0) error: (-4:Insufficient memory) Failed\n")),
      "not enough memory");
  EXPECT_EQ(fault_text(std::runtime_error("could not create a memory object")),
            "not enough memory");
  EXPECT_EQ(fault_text(std::runtime_error("broken\nat: 1\nat: 2")), "unexpected fault: broken");
}

}  // namespace
}  // namespace msmv
