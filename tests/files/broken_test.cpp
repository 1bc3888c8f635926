// Walks tests/broken: what interrupted runs may leave beside an output, none of which holds a row
// that may be taken; what is not of a run is left as it is. tools/broken/make_weights.py writes
// them.

#include "msmv/files/journal.h"
#include "temporary_folder.h"
#include "weights/broken_files.h"

namespace msmv::files {
namespace {

TEST(BrokenJournals, GiveNoRow) {
  const auto begin_anew = [](const std::filesystem::path& left) {
    const testing::TemporaryFolder folder;
    std::filesystem::copy_file(left, folder / "out.csv.partial");
    try {
      Journal journal(folder / "out.csv", "run", Resume::yes);
      EXPECT_EQ(journal.earlier_count(), 0U) << left;
      journal.add(0, "a", "row\n");
      journal.finish("head\n");
    } catch (const InputError& error) {
      EXPECT_EQ(testing::read_file(folder / "out.csv.partial"), testing::read_file(left));
      throw InputError(left, error.fault());
    }
    EXPECT_EQ(testing::read_file(folder / "out.csv"), "head\nrow\n") << left;
  };
  EXPECT_GE(testing::expect_faults("journal", begin_anew), 20U);
}

}  // namespace
}  // namespace msmv::files
