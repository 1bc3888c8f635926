#include "msmv/files/temporary_folder.h"

#include <cstdlib>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

TEST(TemporaryFolder, IsTheOneThatTheEnvironmentNamesOrAFault) {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "/tmp" : before;
  const testing::TemporaryFolder folder;
  setenv("TMPDIR", folder.path().c_str(), 1);
  EXPECT_EQ(temporary_folder(), folder.path());
  setenv("TMPDIR", (folder / "none").c_str(), 1);
  try {
    temporary_folder();
    ADD_FAILURE() << "no fault";
  } catch (const Fault& error) {
    EXPECT_TRUE(error.fault().starts_with("is no folder for temporary files ($TMPDIR names one): "))
        << error.what();
  }
  setenv("TMPDIR", kept.c_str(), 1);
}

}  // namespace
}  // namespace msmv::files
