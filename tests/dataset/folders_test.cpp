#include "msmv/dataset/folders.h"

#include <fstream>

#include "dataset/picture_folder.h"
#include "msmv/dataset/class_list.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

using testing::PictureFolder;
using Lines = std::vector<std::string>;

// One line a sample: name class part.
Lines samples_of(const Reading& reading) {
  Lines lines;
  for (const Sample& sample : reading.dataset.samples) {
    lines.push_back(sample.name + " " +
                    (sample.label ? reading.dataset.classes.at(*sample.label) : "-") +
                    (sample.part.empty() ? "" : " " + sample.part));
  }
  return lines;
}

Lines faults_of(const Reading& reading, const PictureFolder& folder) {
  Lines lines;
  for (const Fault& fault : reading.faults) {
    lines.push_back(fault.path.lexically_relative(folder.path()).string() + ": " + fault.text);
  }
  return lines;
}

TEST(Folders, ReadsBachAsItIsDistributed) {
  PictureFolder folder({"Photos/Normal/n001.tif", "Photos/Benign/b001.tif",
                        "Photos/InSitu/is001.tif", "Photos/Invasive/iv001.tif",
                        "Photos/Invasive/Thumbs.db"});
  folder.add("Photos/microscopy_ground_truth.csv",
             "n001.tif,Normal\r\nb001.tif,Benign\r\nis001.tif,InSitu\r\niv001.tif,Invasive\r\n");
  const Reading reading = read_folders(folder.path(), {});
  EXPECT_EQ(faults_of(reading, folder), Lines{});
  EXPECT_EQ(reading.dataset.classes, bach_classes());
  EXPECT_EQ(samples_of(reading),
            (Lines{"Photos/Benign/b001.tif Benign", "Photos/InSitu/is001.tif InSitu",
                   "Photos/Invasive/iv001.tif Invasive", "Photos/Normal/n001.tif Normal"}));
}

TEST(Folders, LabelsThatDisagreeAreReportedByFile) {
  PictureFolder folder(
      {"Photos/Normal/n001.tif", "Photos/Normal/n002.tif", "Photos/Benign/b001.tif"});
  folder.add("Photos/microscopy_ground_truth.csv",
             "n001.tif,Benign\nb001.tif,Benign\nb009.tif,Benign\nb001.tif,Benign\n");
  EXPECT_EQ(faults_of(read_folders(folder.path(), {}), folder),
            (Lines{"Photos/microscopy_ground_truth.csv:4: \"b001.tif\" is listed twice",
                   "Photos/Normal/n001.tif: lies in Normal, but microscopy_ground_truth.csv:1 says "
                   "\"Benign\"",
                   "Photos/Normal/n002.tif: is missing in microscopy_ground_truth.csv",
                   "Photos/microscopy_ground_truth.csv:3: \"b009.tif\" is not in the folders"}));
}

TEST(Folders, PicturesOutsideAClassFolderTakeTheClassOfTheTable) {
  PictureFolder folder({"iv001.jpg", "n001.jpg"});
  folder.add("microscopy_ground_truth.csv", "n001.tif,Normal\niv001.tif,Invasive\n");
  const Reading reading = read_folders(folder.path(), {});
  EXPECT_EQ(faults_of(reading, folder), Lines{});
  EXPECT_EQ(samples_of(reading), (Lines{"iv001.jpg Invasive", "n001.jpg Normal"}));
}

TEST(Folders, BachsTestSetHasNoLabels) {
  PictureFolder folder({"Photos/test10.tif", "Photos/test9.tif"});
  const Reading reading = read_folders(folder.path(), {.labels = Labels::ignored});
  EXPECT_EQ(faults_of(reading, folder), Lines{});
  EXPECT_EQ(samples_of(reading), (Lines{"Photos/test9.tif -", "Photos/test10.tif -"}));
  EXPECT_THROW(read_folders(folder.path(), {}), InputError);  // where labels are needed
}

// Yan's data set comes as a folder per class; its spelling of the four classes is not ours.
TEST(Folders, AFolderPerClassMaySpellBachsClassesInItsOwnWay) {
  PictureFolder folder({"normal/1.png", "benign/case 3/2.png", "in situ carcinoma/3.png",
                        "invasive carcinoma/4.png"});
  const Reading reading = read_folders(folder.path(), {});
  EXPECT_EQ(faults_of(reading, folder), Lines{});
  EXPECT_EQ(reading.dataset.classes, bach_classes());
  EXPECT_EQ(samples_of(reading),
            (Lines{"benign/case 3/2.png Benign", "in situ carcinoma/3.png InSitu",
                   "invasive carcinoma/4.png Invasive", "normal/1.png Normal"}));
}

TEST(Folders, AFolderPerClassTakesAnyClassNames) {
  PictureFolder folder({"tumour/1.png", "stroma/2.png"});
  const Reading reading = read_folders(folder.path(), {});
  EXPECT_EQ(reading.dataset.classes, (ClassNames{"stroma", "tumour"}));
  EXPECT_EQ(samples_of(reading), (Lines{"stroma/2.png stroma", "tumour/1.png tumour"}));
}

TEST(Folders, AFolderPerPartHoldsAFolderPerClass) {
  PictureFolder folder({"train/Normal/1.png", "Validation/Normal/2.png"});
  EXPECT_EQ(samples_of(read_folders(folder.path(), {})),
            (Lines{"Validation/Normal/2.png Normal val", "train/Normal/1.png Normal train"}));
}

TEST(Folders, SayThatBachsTableIsInWindows1252) {
  PictureFolder folder({"Photos/Normal/n\u00e4.tif"});
  folder.add("Photos/microscopy_ground_truth.csv", "n\xe4.tif,Normal\n");
  const Reading reading = read_folders(folder.path(), {});
  EXPECT_EQ(faults_of(reading, folder), Lines{});
  ASSERT_EQ(reading.notes.size(), 1U);
  EXPECT_EQ(reading.notes[0].path, folder / "Photos/microscopy_ground_truth.csv");
}

TEST(Folders, UnknownClassesAndEmptyFoldersAreReportedTogether) {
  PictureFolder folder({"Normal/1.png", "Nromal/2.png", "3.png"});
  std::filesystem::create_directory(folder / "Benign");
  const Reading reading = read_folders(folder.path(), {.classes = bach_classes()});
  EXPECT_EQ(faults_of(reading, folder),
            (Lines{"Benign: holds no pictures", "3.png: has no class: it lies in no class's folder",
                   "Nromal/2.png: unknown class \"Nromal\"; did you mean \"Normal\"?"}));
}

TEST(Folders, PicturesOfWhichNoneHasAClassAreOneFault) {
  PictureFolder folder({"1.png", "2.png"});
  const auto fault_of = [&] {
    try {
      read_folders(folder.path(), {});
    } catch (const InputError& error) {
      return error.fault();
    }
    return std::string("no fault");
  };
  EXPECT_EQ(fault_of(), "its pictures lie in no class's folder: expected a folder per class");
  EXPECT_EQ(read_folders(folder.path(), {.labels = Labels::ignored}).dataset.samples.size(), 2U);

  for (std::size_t i = 0; i <= kMostClasses; ++i) {
    const auto name = folder / ("class" + std::to_string(i));
    std::filesystem::create_directory(name);
    std::ofstream(name / "1.png") << "looked at later";
  }
  EXPECT_EQ(fault_of(),
            "holds more than 1000 folders of pictures: is it a folder of classes' "
            "folders?");
}

TEST(Folders, AFolderWithoutPicturesIsNoDataSet) {
  PictureFolder folder({"notes.txt"});
  EXPECT_THROW(read_folders(folder.path(), {}), InputError);
  EXPECT_THROW(read_folders(folder / "missing", {}), InputError);
  EXPECT_THROW(read_folders(folder / "notes.txt", {}), InputError);
}

}  // namespace
}  // namespace msmv::dataset
