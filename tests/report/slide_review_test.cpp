#include "msmv/report/slide_review.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "msmv/files/csv.h"
#include "msmv/image/write.h"
#include "report/small_report.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

TEST(ChooseRegions, TakesTheLikeliestOfBothCancers) {
  const auto regions = choose_regions(testing::small_report(), bach_classes(), 1);
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[0].label, 3U);  // Invasive
  EXPECT_EQ(regions[0].tile, 0U);
  EXPECT_EQ(regions[1].label, 2U);  // InSitu: the first of equals
  EXPECT_EQ(regions[1].tile, 0U);
  EXPECT_EQ(choose_regions(testing::small_report(), bach_classes(), 9).size(), 4U);
}

TEST(ChooseRegions, LeavesUnfitTilesOut) {
  SlideReport report = testing::small_report();
  report.tiles[0].unfit = "is out of focus";
  const auto regions = choose_regions(report, bach_classes(), 5);
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[0].tile, 1U);
}

TEST(ChooseRegions, TakesAllClassesOfAnotherModel) {
  EXPECT_EQ(choose_regions(testing::small_report(), {"a", "b", "c", "d"}, 1).size(), 4U);
}

TEST(WriteReview, WritesATableAndItsPictures) {
  const testing::TemporaryFolder folder;
  image::write(folder / "s.png", {cv::Mat(200, 400, CV_8UC3, cv::Scalar(9, 8, 7))});
  const slide::Slide slide(folder / "s.png");
  const auto written =
      write_review(folder.path(), testing::small_report(), slide, bach_classes(), 1);
  EXPECT_EQ(written.size(), 3U);
  const files::CsvTable table = files::read_csv_table(folder / "a.csv");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].fields.front(), "Invasive");
  EXPECT_EQ(table.rows[0].fields.back(), "a/3_Invasive_1.png");
  EXPECT_EQ(table.rows[0].fields[table.at("prob_Invasive")], "0.6");
  EXPECT_TRUE(std::filesystem::exists(folder / "a/3_Invasive_1.png"));
}

}  // namespace
}  // namespace msmv::report
