#include "msmv/dataset/file_check.h"

#include "dataset/picture_folder.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

using testing::PictureFolder;

std::optional<PictureMark> accept(const Sample&) {
  return std::nullopt;
}

TEST(FileCheck, FindsFilesOfEqualContentAndSaysWhichComesFirst) {
  PictureFolder folder({"a", "b"});
  folder.add("c", "a");
  const Dataset dataset{
      "", {"A"}, {{folder / "a", "a", 0}, {folder / "b", "b", 0}, {folder / "c", "c", 0}}};
  const std::vector<Fault> expected = {
      {folder / "c", "is the same file as " + (folder / "a").string()}};
  EXPECT_EQ(check_files(dataset, accept).faults, expected);
}

TEST(FileCheck, EqualFilesOfUnequalClassesAreBothAtFault) {
  PictureFolder folder({"a"});
  folder.add("c", "a");
  const Dataset dataset{"", {"A", "B"}, {{folder / "a", "a", 0}, {folder / "c", "c", 1}}};
  const std::vector<Fault> expected = {
      {folder / "a", "has another class as " + (folder / "c").string()},
      {folder / "c", "is the same file as " + (folder / "a").string() + " (A there, B here)"}};
  EXPECT_EQ(check_files(dataset, accept).faults, expected);
}

TEST(FileCheck, ReportsEveryFileThatTheProbeRefuses) {
  PictureFolder folder({"a", "b"});
  const Dataset dataset{
      "", {"A"}, {{folder / "a", "a", 0}, {folder / "b", "b", 0}, {folder / "no", "no", 0}}};
  const std::vector<Fault> expected = {{folder / "b", "is no picture"},
                                       {folder / "no", "no such file"}};
  EXPECT_EQ(check_files(dataset,
                        [&](const Sample& sample) -> std::optional<PictureMark> {
                          if (sample.name == "b") {
                            throw InputError(sample.path, "is no picture");
                          }
                          return std::nullopt;
                        })
                .faults,
            expected);
}

// As of a picture saved as TIFF, as PNG and as JPEG.
TEST(FileCheck, FindsPicturesThatWereSavedInAnotherFormat) {
  PictureFolder folder({"a.tif", "b.png", "c.jpg", "d.tif"});
  const std::map<std::string, PictureMark> marks = {
      {"a.tif", {"0000000000000000", {{0, 0, 0, 0}}}},
      {"b.png", {"0000000000000000", {{0, 0, 0, 0}}}},
      {"c.jpg", {"1111111111111111", {{0, 0, 0, 7}}}},
      {"d.tif", {"2222222222222222", {{0, 0x5555555555555555, 0x5555555555555555, 0}}}}};
  Dataset dataset{"", {"A", "B"}, {}};
  for (const auto& [name, mark] : marks) {
    dataset.samples.push_back({folder / name, name, name == "c.jpg" ? 1U : 0U});
  }
  const FileCheck check =
      check_files(dataset, [&](const Sample& sample) { return marks.at(sample.name); });
  const std::string first = (folder / "a.tif").string();
  const std::vector<Fault> expected = {
      {folder / "b.png", "has the same pixels as " + first},
      {folder / "a.tif", "has another class as " + (folder / "c.jpg").string()},
      {folder / "c.jpg",
       "is a near copy (through JPEG, or resized) of " + first + " (A there, B here)"}};
  EXPECT_EQ(check.faults, expected);
  EXPECT_EQ(check.facts.at(folder / "d.tif").mark, marks.at("d.tif"));
  EXPECT_EQ(check.facts.at(folder / "d.tif").content_hash.size(), 32U);
}

}  // namespace
}  // namespace msmv::dataset
