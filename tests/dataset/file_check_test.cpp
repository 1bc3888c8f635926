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

// As of a picture saved as TIFF, as PNG and as JPEG.
TEST(FileCheck, FindsPicturesThatWereSavedInAnotherFormat) {
  const Dataset dataset{
      "", {"A", "B"}, {{"a.tif", "a", 0}, {"b.png", "b", 0}, {"c.jpg", "c", 1}, {"d.tif", "d", 0}}};
  const PictureMark mark{"0000000000000000", {{0, 0, 0, 0}}};
  const PictureMark near{"1111111111111111", {{0, 0, 0, 7}}};
  const PictureMark other{"2222222222222222", {{0, 0x5555555555555555, 0x5555555555555555, 0}}};
  const std::vector<LookedInto> files = {
      {"1", "", mark}, {"2", "", mark}, {"3", "", near}, {"4", "", other}};
  const std::vector<Fault> expected = {
      {"b.png", "has the same pixels as a.tif"},
      {"a.tif", "has another class as c.jpg"},
      {"c.jpg", "is a near copy (through JPEG, or resized) of a.tif (A there, B here)"}};
  EXPECT_EQ(check_files(dataset, files), expected);
}

}  // namespace
}  // namespace msmv::dataset
