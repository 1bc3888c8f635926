#include "msmv/dataset/read.h"

#include <sstream>

#include "dataset/picture_folder.h"

namespace msmv::dataset {
namespace {

using testing::PictureFolder;
using Lines = std::vector<std::string>;

TEST(Read, AFolderWithAManifestIsReadByIt) {
  PictureFolder folder({"Normal/1.png", "Normal/2.png"});
  folder.add("manifest.csv", "file,class\nNormal/2.png,Benign\n");
  const Reading reading = read(folder.path(), {});
  ASSERT_EQ(reading.dataset.samples.size(), 1U);
  EXPECT_EQ(reading.dataset.source, folder / "manifest.csv");
  EXPECT_EQ(reading.dataset.classes.at(*reading.dataset.samples[0].label), "Benign");
}

TEST(Read, AFolderWithoutOneIsReadByItsFolders) {
  PictureFolder folder({"Normal/1.png"});
  EXPECT_EQ(read(folder.path(), {}).dataset.samples.size(), 1U);
}

class ListPictures : public ::testing::Test {
 protected:
  Lines names(const Lines& arguments, const std::string& standard_input = "") {
    std::istringstream stream(standard_input);
    reading_ = list_pictures(arguments, stream, "");
    Lines names;
    for (const Sample& sample : reading_.dataset.samples) {
      names.push_back(sample.path.lexically_relative(folder_.path()).string());
    }
    return names;
  }

  PictureFolder folder_{{"b/10.png", "b/9.png", "a.png", "b/x.txt"}};
  Reading reading_;
};

TEST_F(ListPictures, KeepsTheOrderOfTheArguments) {
  EXPECT_EQ(names({(folder_ / "b").string(), (folder_ / "a.png").string()}),
            (Lines{"b/9.png", "b/10.png", "a.png"}));
}

TEST_F(ListPictures, ADashStandsForPathsOnStandardInput) {
  EXPECT_EQ(names({"-"}, (folder_ / "a.png").string() + "\r\n\n" + (folder_ / "b/9.png").string()),
            (Lines{"a.png", "b/9.png"}));
}

TEST_F(ListPictures, AListMayBeginWithAByteOrderMarkButNotBeEmpty) {
  EXPECT_EQ(names({"-"}, "\xef\xbb\xbf" + (folder_ / "a.png").string() + "\r\n"), Lines{"a.png"});
  EXPECT_TRUE(reading_.faults.empty());
  EXPECT_EQ(names({"-"}, "\n\n"), Lines{});
  EXPECT_EQ(reading_.faults, (std::vector<Fault>{{"-", "standard input names no pictures"}}));
}

TEST_F(ListPictures, AnEndlessOrNulSeparatedListIsNone) {
  const Fault fault{"-", "standard input is no list of paths: expected one a line"};
  const std::string separated = std::string("a.png") + '\0' + "b/9.png";
  for (const std::string& list : {separated, std::string(10'000, 'x')}) {
    EXPECT_EQ(names({"-"}, list), Lines{});
    EXPECT_EQ(reading_.faults, std::vector{fault});
  }
}

TEST_F(ListPictures, WhatCannotBeLookedAtIsLeftToWhoeverReadsIt) {
  std::filesystem::create_symlink("loop.png", folder_ / "loop.png");
  const std::string too_long = (folder_ / std::string(300, 'x')).string();
  EXPECT_EQ(names({(folder_ / "loop.png").string(), too_long}),
            (Lines{"loop.png", std::string(300, 'x')}));
  EXPECT_TRUE(reading_.faults.empty());
}

TEST_F(ListPictures, TakesPixelSizesFromAManifest) {
  folder_.add("list.csv", "file,mpp\na.png,0.5\n");
  EXPECT_EQ(names({(folder_ / "list.csv").string()}), Lines{"a.png"});
  EXPECT_EQ(reading_.dataset.samples.at(0).um_per_px, (PixelSize{0.5, 0.5}));
}

TEST_F(ListPictures, LeavesAMissingPictureToWhoeverReadsIt) {
  EXPECT_EQ(names({(folder_ / "missing.png").string()}), Lines{"missing.png"});
  EXPECT_TRUE(reading_.faults.empty());
}

TEST_F(ListPictures, AListThatCannotBeReadDoesNotKeepTheOthersFromBeingClassified) {
  EXPECT_EQ(names({(folder_ / "no.csv").string(), (folder_ / "a.png").string()}), Lines{"a.png"});
  ASSERT_EQ(reading_.faults.size(), 1U);
  EXPECT_EQ(reading_.faults[0], (Fault{folder_ / "no.csv", "no such file"}));
}

}  // namespace
}  // namespace msmv::dataset
