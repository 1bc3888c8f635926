#include "msmv/dataset/file_order.h"

#include <sys/stat.h>

#include <algorithm>

#include "dataset/picture_folder.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

TEST(FileOrder, TheNumberIsTheLastRunOfDigits) {
  EXPECT_EQ(file_number("Photos/Benign/b012.tif"), (FileNumber{"b", 12}));
  EXPECT_EQ(file_number("SOB_14-2523-400-7a.png"), (FileNumber{"SOB_14-2523-400-", 7}));
  EXPECT_EQ(file_number("007.png"), (FileNumber{"", 7}));
  EXPECT_EQ(file_number("plain.png"), (FileNumber{"plain", std::nullopt}));
  EXPECT_EQ(file_number("99999999999999999999999.png").number, std::nullopt);
}

TEST(FileOrder, Test2ComesBeforeTest10) {
  EXPECT_TRUE(natural_less("test2.tif", "test10.tif"));
  EXPECT_FALSE(natural_less("test10.tif", "test2.tif"));
  EXPECT_TRUE(natural_less("a/test10.tif", "b/test2.tif"));
}

TEST(FileOrder, ListsPicturesOnlyAndInOrder) {
  testing::PictureFolder folder({"test10.TIF", "test2.jpeg", "test11.svs", "Thumbs.db",
                                 "._test1.tif", "notes.csv", "below/a.png", ".hidden/b.png"});
  const std::vector<std::filesystem::path> here = {folder / "test2.jpeg", folder / "test10.TIF",
                                                   folder / "test11.svs"};
  EXPECT_EQ(pictures_in(folder.path(), Depth::this_folder).paths, here);
  const auto all = pictures_in(folder.path(), Depth::all_below).paths;
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[3], folder / "below/a.png");
  EXPECT_EQ(folders_in(folder.path()), std::vector{folder / "below"});
  EXPECT_THROW(pictures_in(folder / "missing", Depth::this_folder), InputError);
}

// None of these folders is a class, nor what lies in them a picture of the data set.
TEST(FileOrder, StorageBoxesAndSystemsKeepFoldersOfTheirOwn) {
  const testing::PictureFolder folder(
      {"Normal/a.png", "@tmp/a.png", "@sharebin/a.png", "~snapshot/hourly/a.png", "RECYCLER/a.png",
       "Network Trash Folder/a.png", "Temporary Items/a.png", "Normal/ehthumbs.db"});
  EXPECT_EQ(folders_in(folder.path()), (std::vector<std::filesystem::path>{folder / "Normal"}));
  const FoundPictures found = pictures_in(folder.path(), Depth::all_below);
  EXPECT_EQ(found.paths, (std::vector<std::filesystem::path>{folder / "Normal/a.png"}));
  EXPECT_TRUE(found.passed_over.empty());
}

TEST(FileOrder, FollowsLinksButNotBackIntoTheSameFolder) {
  const testing::PictureFolder folder({"a.png", "below/b.png"}), elsewhere({"c.png"});
  std::filesystem::create_directory_symlink("..", folder / "below/back");
  std::filesystem::create_directory_symlink(elsewhere.path(), folder / "far");
  EXPECT_EQ(pictures_in(folder.path(), Depth::all_below).paths,
            (std::vector{folder / "a.png", folder / "below/b.png", folder / "far/c.png"}));
}

TEST(FileOrder, ListsLinksThatLeadNowhereAndPipes) {
  const testing::PictureFolder folder;
  std::filesystem::create_symlink("nothing", folder / "1.png");
  std::filesystem::create_symlink("2.png", folder / "2.png");
  ASSERT_EQ(mkfifo((folder / "3.png").c_str(), 0600), 0);
  EXPECT_EQ(pictures_in(folder.path(), Depth::all_below).paths,
            (std::vector{folder / "1.png", folder / "2.png", folder / "3.png"}));
}

}  // namespace
}  // namespace msmv::dataset
