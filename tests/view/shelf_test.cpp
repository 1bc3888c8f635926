#include "msmv/view/shelf.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

TEST(Shelf, ARunBesideItsPicturesHasThem) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  const Shelf shelf(Paths{(folder / "out").string(), (folder / "fields").string()});
  ASSERT_EQ(shelf.collections().size(), 1U);  // the folder of pictures isn't shown twice
  const auto& rows = shelf.collections()[0].rows;
  ASSERT_TRUE(rows[1].picture);
  EXPECT_EQ(shelf.picture(*rows[1].picture), fs::canonical(folder / "fields/b.png"));
  EXPECT_FALSE(rows[2].picture);
}

TEST(Shelf, WithoutTheFolderOfThePicturesTheyStayShut) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  const Paths paths = {(folder / "out/classes.csv").string()};
  EXPECT_FALSE(Shelf(paths).collections()[0].rows[0].picture);
  EXPECT_TRUE(Shelf(paths, folder / "fields").collections()[0].rows[0].picture);
}

TEST(Shelf, AFolderWithoutARunIsItsPictures) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  write_text(folder / "fields/.hidden.png", "");
  write_text(folder / "fields/notes.txt", "");
  write_text(folder / "outside.png", "");
  fs::create_symlink(folder / "outside.png", folder / "fields/link.png");
  const Shelf shelf(Paths{(folder / "fields").string()});
  ASSERT_EQ(shelf.collections().size(), 1U);
  const auto& rows = shelf.collections()[0].rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "a.png");
  EXPECT_EQ(rows[1].name, "b.png");
}

TEST(Shelf, ALinkPutInPlaceOfAPictureIsNotFollowed) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  const Shelf shelf(Paths{(folder / "fields").string()});
  const std::size_t number = *shelf.collections()[0].rows[0].picture;
  ASSERT_TRUE(shelf.picture(number));
  write_text(folder / "secret.png", "");
  fs::remove(folder / "fields/a.png");
  fs::create_symlink(folder / "secret.png", folder / "fields/a.png");
  EXPECT_FALSE(shelf.picture(number));
  EXPECT_FALSE(shelf.picture(99));
}

TEST(Shelf, WhatHasNothingToShowIsRefused) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(Shelf(Paths{folder.path().string()}), InputError);
  write_text(folder / "m.csv", "file,class\na.png,Benign\n");
  EXPECT_THROW(Shelf(Paths{(folder / "m.csv").string()}), InputError);
  EXPECT_THROW(Shelf(Paths{(folder / "none.png").string()}), InputError);
}

}  // namespace
}  // namespace msmv::view
