#include "msmv/dataset/manifest.h"

#include "dataset/picture_folder.h"
#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

using testing::PictureFolder;

// The faults of a manifest in a folder that holds the pictures a.png and b.png.
std::vector<std::string> faults_of(const std::string& manifest, ReadOptions options = {}) {
  PictureFolder folder({"a.png", "b.png"});
  folder.add("manifest.csv", manifest);
  std::vector<std::string> lines;
  for (const Fault& fault : read_manifest(folder / "manifest.csv", options).faults) {
    lines.push_back(fault.path.filename().string() + ": " + fault.text);
  }
  return lines;
}

std::string refusal_of(const std::string& manifest) {
  try {
    faults_of(manifest);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

TEST(Manifest, ReadsEveryColumnItKnows) {
  PictureFolder folder({"Photos/n001.jpg"});
  folder.add("manifest.csv",
             "file,class,patient,split,mpp_x,mpp_y,scanner\n"
             "Photos/n001.jpg,Normal,17,Val,0.56,0.42,Leica\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {});
  EXPECT_TRUE(reading.faults.empty());
  EXPECT_EQ(reading.dataset.classes, bach_classes());
  ASSERT_EQ(reading.dataset.samples.size(), 1U);
  const Sample expected{folder / "Photos/n001.jpg", "Photos/n001.jpg", 0, "17", "val",
                        PixelSize{0.56, 0.42}};
  EXPECT_EQ(reading.dataset.samples[0], expected);
}

TEST(Manifest, SaysThatItIsInWindows1252) {
  PictureFolder folder({"M\u00fcller.png"});
  folder.add("manifest.csv", "file,class\nM\xFCller.png,Normal\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {});
  EXPECT_TRUE(reading.faults.empty());
  const Fault note{
      folder / "manifest.csv",
      "is not UTF-8: read as Windows-1252 (save it as UTF-8 where a name looks wrong)"};
  EXPECT_EQ(reading.notes, std::vector<Fault>{note});
}

// Excel shows 123456789012 as 1.23457E+11 and saves that: two patients may have become one.
TEST(Manifest, SaysThatPatientsAreRoundedNumbers) {
  PictureFolder folder({"a.png", "b.png"});
  folder.add("manifest.csv", "file,class,patient\na.png,Normal,1.23E+11\nb.png,Normal,7\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {});
  const Fault note{folder / "manifest.csv",
                   "1 image with a patient like 1.23E+11, as spreadsheets shorten long numbers: "
                   "several may be taken for one (make the column text)"};
  EXPECT_EQ(reading.notes, std::vector<Fault>{note});
}

TEST(Manifest, ReportsAllFaultsAtOnceAndAFileOnce) {
  const std::vector<std::string> expected = {
      "a.png: unknown class \"Bengin\"; did you mean \"Benign\"? (manifest.csv:2); "
      "mpp is \"0\", expected between 0.05 and 10 um per pixel (manifest.csv:2)",
      "c.png: no such file (manifest.csv:3); has no class (manifest.csv:3)",
      "manifest.csv:4: names no file", "b.png: listed before, on line 5 (manifest.csv:6)",
      "x.png: lies outside the data set's folder (--root names another) (manifest.csv:7)"};
  EXPECT_EQ(faults_of("file,class,mpp\na.png,Bengin,0\nc.png,,\n,Benign,\nb.png,Benign,\n"
                      "./b.png,Benign,\n../x.png,Benign,\n",
                      {.classes = bach_classes()}),
            expected);
}

TEST(Manifest, FindsFilesAsWindowsAndSpreadsheetsNameThem) {
  const testing::PictureFolder folder({"in/a.png", "in/b.png", "in/c .png"});
  files::write_atomically(
      folder / "manifest.csv",
      "file,class\nin\\a.png,Normal\n in/b.png\u00a0,Normal\nin/c .png,Normal\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {});
  EXPECT_TRUE(reading.faults.empty());
  ASSERT_EQ(reading.dataset.samples.size(), 3U);
  EXPECT_EQ(reading.dataset.samples[0].path, folder / "in/a.png");
  EXPECT_EQ(reading.dataset.samples[0].name, "in\\a.png");  // as it is written
  EXPECT_EQ(reading.dataset.samples[1].path, folder / "in/b.png");
  EXPECT_EQ(reading.dataset.samples[2].path, folder / "in/c .png");
}

TEST(Manifest, PixelSizesAreOneNumberOrTwo) {
  EXPECT_EQ(faults_of("file,class,mpp\na.png,Benign,0.5\n").size(), 0U);
  EXPECT_EQ(faults_of("file,class,mpp_x,mpp_y\na.png,Benign,0.5,\n"),
            std::vector<std::string>{"a.png: mpp_y is \"\", expected between 0.05 and 10 um per "
                                     "pixel (manifest.csv:2)"});
  EXPECT_EQ(faults_of("file,class,mpp,mpp_x,mpp_y\na.png,Benign,1,0.5,0.5\n"),
            std::vector<std::string>{
                "a.png: has mpp beside mpp_x and mpp_y: give one or the others (manifest.csv:2)"});
}

TEST(Manifest, FilesMayLieInAnotherRoot) {
  PictureFolder pictures({"a.png"});
  PictureFolder folder;
  folder.add("manifest.csv", "file,class\na.png,Benign\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {.root = pictures.path()});
  EXPECT_TRUE(reading.faults.empty());
  EXPECT_EQ(reading.dataset.samples.at(0).path, pictures / "a.png");
}

TEST(Manifest, AnAbsoluteNameInsideTheRootIsThatFile) {
  PictureFolder folder({"a.png"});
  folder.add("manifest.csv", "file,class\n" + (folder / "a.png").string() + ",Benign\n");
  const Reading reading = read_manifest(folder / "manifest.csv", {});
  EXPECT_TRUE(reading.faults.empty());
  EXPECT_EQ(reading.dataset.samples.at(0).path, folder / "a.png");
}

TEST(Manifest, NeedsNoClassColumnWhereLabelsAreIgnored) {
  EXPECT_EQ(faults_of("file\na.png\n", {.labels = Labels::ignored}).size(), 0U);
  EXPECT_EQ(refusal_of("file\na.png\n"), "no column \"class\" (columns: file)");
}

TEST(Manifest, PicturesNeedNotBeThereWhereTheyAreIgnored) {
  EXPECT_EQ(faults_of("file,class\nc.png,Benign\n").size(), 1U);
  EXPECT_EQ(faults_of("file,class\nc.png,Benign\n", {.pictures = Pictures::ignored}).size(), 0U);
}

TEST(Manifest, AMisspeltColumnIsRefusedAndAForeignOneIsNot) {
  EXPECT_EQ(refusal_of("file,class,patinet\na.png,Benign,1\n"),
            "unknown column \"patinet\"; did you mean \"patient\"?");
  EXPECT_EQ(refusal_of("file,class,hospital\na.png,Benign,1\n"), "no fault");
}

TEST(Manifest, AColumnOfOtherThingsThanClassesIsSeen) {
  std::string rows = "file,class\n";
  for (int i = 0; i <= 1000; ++i) {
    rows += std::to_string(i) + ".png,image " + std::to_string(i) + "\n";
  }
  EXPECT_EQ(refusal_of(rows), "has more than 1000 classes: is the column \"class\" the right one?");
}

TEST(Manifest, AHeaderAloneIsNoDataSet) {
  EXPECT_EQ(refusal_of("file,class\n"), "lists no files");
}

TEST(Manifest, ReadsTheSharedBachManifest) {
  MSMV_NEEDS_SHARED();
  const Reading reading = read_manifest(testing::shared_folder() / "data/bach/manifest.csv", {});
  EXPECT_TRUE(reading.faults.empty());
  std::vector<int> of_class(4);
  for (const Sample& sample : reading.dataset.samples) {
    ++of_class.at(*sample.label);
    EXPECT_EQ(sample.um_per_px, (PixelSize{0.56, 0.42}));
  }
  EXPECT_EQ(of_class, (std::vector{77, 52, 70, 69}));  // as its README counts them
}

}  // namespace
}  // namespace msmv::dataset
