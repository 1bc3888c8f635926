#include "msmv/view/report_sections.h"

#include <gtest/gtest.h>

#include "msmv/view/tables.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

Collection field_run() {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  return *read_run_table(folder / "out/classes.csv");
}

Collection slide_run() {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  return *read_run_table(folder / "out/slides.csv");
}

TEST(ReportSections, WhereViewsDisagreeComesFirst) {
  const Collection run = field_run();
  EXPECT_DOUBLE_EQ(agreement_of(run.rows[0]), 4.0 / 6);
  EXPECT_DOUBLE_EQ(confidence_of(run.rows[0]), 0.75);
  EXPECT_EQ(review_order(run), (std::vector<std::size_t>{0, 1}));  // the third has no class
  EXPECT_EQ(class_of(run.rows[0]), 1U);
  EXPECT_FALSE(class_of(run.rows[2]));
}

TEST(ReportSections, FaultsAreListedWithTheirReason) {
  const std::string faults = faults_section(field_run());
  EXPECT_NE(faults.find("fields/c.png</span>: error, can't be opened"), std::string::npos);
  EXPECT_EQ(faults.find("a.png"), std::string::npos);
}

TEST(ReportSections, CasesShowScoresVotesAndThumbnails) {
  const std::string table = cases_table(field_run(), {0}, {"data:x", "", ""});
  EXPECT_NE(table.find("src=\"data:x\""), std::string::npos);
  EXPECT_NE(table.find("<td>0.250</td><td>0.750</td><td>4 of 6</td>"), std::string::npos);
}

TEST(ReportSections, SlidesAreCountedInTissue) {
  const Collection run = slide_run();
  EXPECT_NE(distribution_section(run).find("1.12 mm2 (75.0 %)"), std::string::npos);
  EXPECT_NE(cases_table(run, {0, 1}, {"", ""}).find("<td>0.38</td><td>1.12</td><td>1.50</td>"),
            std::string::npos);
  EXPECT_EQ(status_of(run.rows[1]), "error");
}

}  // namespace
}  // namespace msmv::view
