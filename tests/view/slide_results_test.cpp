#include "msmv/view/slide_results.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "msmv/view/tables.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

class SlideRun : public ::testing::Test {
 protected:
  SlideRun() { write_slide_run(folder_.path()); }
  Json results(const std::string& name = "s") {
    Collection run = *read_run_table(folder_ / "out/slides.csv");
    run.rows[0].slide->name = name;
    const Given given(std::vector{(folder_ / "out").string()});
    return slide_results(run, *run.rows[0].slide, given);
  }
  testing::TemporaryFolder folder_;
};

TEST_F(SlideRun, TilesComeColumnByColumn) {
  const Json tiles = results()["tiles"];
  EXPECT_EQ(tiles["minx"], (Json{0, 100}));
  EXPECT_EQ(tiles["label"], (Json{0, 1}));
  EXPECT_EQ(tiles["probs"], (Json{0.9, 0.1, 0.2, 0.8}));
  EXPECT_EQ(tiles["tissue"], (Json{0.5, 1}));
}

TEST_F(SlideRun, OutlineRunsAroundTissueInPixelsOfLevel0) {
  const Json outline = results()["outline"];
  ASSERT_EQ(outline.size(), 1U);  // the pen mark has none
  EXPECT_EQ(outline[0], (Json{{105, 55}, {105, 105}, {205, 105}, {205, 55}}));
}

TEST_F(SlideRun, ReviewIsWhatTheRunChose) {
  const Json review = results()["review"];
  ASSERT_EQ(review.size(), 1U);
  EXPECT_EQ(review[0]["for"], "Benign");
  EXPECT_EQ(review[0]["minx"], 100);
}

TEST_F(SlideRun, WhatIsMissingIsLeftEmpty) {
  const Json json = results("other");
  EXPECT_TRUE(json["tiles"].is_null());
  EXPECT_TRUE(json["outline"].empty());
}

// A table from somebody else may name what it likes.
TEST_F(SlideRun, ANameLeadsNowhereElse) {
  write_text(folder_ / "secret.csv", testing::read_file(folder_ / "out/model-outputs-csv/s.csv"));
  EXPECT_TRUE(results("../../secret")["tiles"].is_null());
  std::filesystem::create_symlink(folder_ / "secret.csv",
                                  folder_ / "out/model-outputs-csv/link.csv");
  EXPECT_TRUE(results("link")["tiles"].is_null());
}

TEST_F(SlideRun, ADamagedTableIsNamed) {
  write_text(folder_ / "out/model-outputs-csv/s.csv",
             "minx,miny,width,height,prob_Normal,prob_Benign,class,tissue\n0,0,a,1,1,0,Normal,1\n");
  EXPECT_THROW(results(), InputError);
}

}  // namespace
}  // namespace msmv::view
