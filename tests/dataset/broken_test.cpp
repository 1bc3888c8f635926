// Walks tests/broken: manifests and class folders with the lines that reading them must give.
// tools/broken/make_manifests.py writes them.

#include "broken_cases.h"
#include "msmv/dataset/folders.h"
#include "msmv/dataset/manifest.h"

namespace msmv::dataset {
namespace {

using testing::broken_cases;
using testing::BrokenCase;
using testing::lines_of;

TEST(BrokenManifest, GivesItsLines) {
  const auto cases = broken_cases("manifest");
  EXPECT_GE(cases.size(), 50U);
  for (const BrokenCase& broken : cases) {
    EXPECT_EQ(
        lines_of(
            broken,
            [&] {
              return read_manifest(broken.folder / "file", {.classes = broken.classes()}).faults;
            }),
        broken.lines())
        << broken.name();
  }
}

TEST(BrokenFolders, GiveTheirLines) {
  const auto cases = broken_cases("folders");
  EXPECT_GE(cases.size(), 8U);
  for (const BrokenCase& broken : cases) {
    EXPECT_EQ(lines_of(broken, [&] { return read_folders(broken.folder / "set", {}).faults; }),
              broken.lines())
        << broken.name();
  }
}

}  // namespace
}  // namespace msmv::dataset
