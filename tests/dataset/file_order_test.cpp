#include "msmv/dataset/file_order.h"

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
  EXPECT_EQ(pictures_in(folder.path(), Depth::this_folder), here);
  const auto all = pictures_in(folder.path(), Depth::all_below);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[3], folder / "below/a.png");
  EXPECT_EQ(folders_in(folder.path()), std::vector{folder / "below"});
  EXPECT_THROW(pictures_in(folder / "missing", Depth::this_folder), InputError);
}

}  // namespace
}  // namespace msmv::dataset
