#include "msmv/view/tables.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

TEST(RunTable, OfFields) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  const auto run = read_run_table(folder / "out/classes.csv");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->kind, Collection::Kind::fields);
  EXPECT_EQ(run->classes, (ClassNames{"Normal", "Benign"}));
  ASSERT_EQ(run->rows.size(), 3U);
  EXPECT_EQ(run->rows[0].name, "fields/a.png");
  EXPECT_EQ(run->rows[0].prediction->diagnosis.votes, (std::vector{2, 4}));
  EXPECT_EQ(run->rows[2].prediction->fault, "can't be opened");
}

TEST(RunTable, OfSlides) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  const auto run = read_run_table(folder / "out/slides.csv");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->kind, Collection::Kind::slides);
  const SlideRow& slide = *run->rows[0].slide;
  EXPECT_EQ(slide.extent, (PixelExtent{300, 200}));
  EXPECT_EQ(slide.shares, (std::vector{0.25, 0.75}));
  EXPECT_EQ(slide.mm2, (std::vector{0.375, 1.125}));
  EXPECT_EQ(run->rows[1].slide->message, "is damaged");
  EXPECT_TRUE(run->rows[1].slide->shares.empty());
}

TEST(RunTable, OtherTablesAreNone) {
  const testing::TemporaryFolder folder;
  write_text(folder / "m.csv", "file,class\na.png,Benign\n");
  EXPECT_FALSE(read_run_table(folder / "m.csv"));
}

TEST(RunTable, ADamagedOneIsNamed) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  std::string text = testing::read_file(folder / "out/slides.csv");
  text.replace(text.find("300,200"), 3, "-30");
  write_text(folder / "bad.csv", text);
  try {
    read_run_table(folder / "bad.csv");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("bad.csv:2: width \"-30\" is no size"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace msmv::view
