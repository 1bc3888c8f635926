#include "msmv/dataset/file_check.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::dataset {
namespace {

TEST(FileCheck, FindsFilesOfEqualContentAndSaysWhichComesFirst) {
  const Dataset dataset{"", {"A"}, {{"d/a", "a", 0}, {"d/b", "b", 0}, {"d/c", "c", 0}}};
  const std::vector<LookedInto> files = {{"1", ""}, {"2", ""}, {"1", ""}};
  const std::vector<Fault> expected = {{"d/c", "is the same file as d/a"}};
  EXPECT_EQ(check_files(dataset, files), expected);
}

TEST(FileCheck, EqualFilesOfUnequalClassesAreBothAtFault) {
  const Dataset dataset{"", {"A", "B"}, {{"d/a", "a", 0}, {"d/c", "c", 1}}};
  const std::vector<LookedInto> files = {{"1", ""}, {"1", ""}};
  const std::vector<Fault> expected = {{"d/a", "has another class as d/c"},
                                       {"d/c", "is the same file as d/a (A there, B here)"}};
  EXPECT_EQ(check_files(dataset, files), expected);
}

TEST(FileCheck, ReportsEveryFileThatCantBeUsed) {
  const Dataset dataset{"", {"A"}, {{"d/a", "a", 0}, {"d/b", "b", 0}, {"d/no", "no", 0}}};
  const std::vector<LookedInto> files = {{"1", ""}, {"", "is no picture"}, {"", "no such file"}};
  const std::vector<Fault> expected = {{"d/b", "is no picture"}, {"d/no", "no such file"}};
  EXPECT_EQ(check_files(dataset, files), expected);
  EXPECT_THROW(check_files(dataset, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::dataset
