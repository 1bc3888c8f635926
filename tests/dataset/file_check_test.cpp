#include "msmv/dataset/file_check.h"

#include "dataset/picture_folder.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

using testing::PictureFolder;

void accept(const Sample&) {}

TEST(FileCheck, FindsFilesOfEqualContentAndSaysWhichComesFirst) {
  PictureFolder folder({"a", "b"});
  folder.add("c", "a");
  const Dataset dataset{
      "", {"A"}, {{folder / "a", "a", 0}, {folder / "b", "b", 0}, {folder / "c", "c", 0}}};
  const std::vector<Fault> expected = {
      {folder / "c", "is the same file as " + (folder / "a").string()}};
  EXPECT_EQ(check_files(dataset, accept), expected);
}

TEST(FileCheck, EqualFilesOfUnequalClassesAreBothAtFault) {
  PictureFolder folder({"a"});
  folder.add("c", "a");
  const Dataset dataset{"", {"A", "B"}, {{folder / "a", "a", 0}, {folder / "c", "c", 1}}};
  const std::vector<Fault> expected = {
      {folder / "a", "has another class as " + (folder / "c").string()},
      {folder / "c", "is the same file as " + (folder / "a").string() + " (A there, B here)"}};
  EXPECT_EQ(check_files(dataset, accept), expected);
}

TEST(FileCheck, ReportsEveryFileThatTheProbeRefuses) {
  PictureFolder folder({"a", "b"});
  const Dataset dataset{
      "", {"A"}, {{folder / "a", "a", 0}, {folder / "b", "b", 0}, {folder / "no", "no", 0}}};
  const std::vector<Fault> expected = {{folder / "b", "is no picture"},
                                       {folder / "no", "no such file"}};
  EXPECT_EQ(check_files(dataset,
                        [&](const Sample& sample) {
                          if (sample.name == "b") {
                            throw InputError(sample.path, "is no picture");
                          }
                        }),
            expected);
}

}  // namespace
}  // namespace msmv::dataset
