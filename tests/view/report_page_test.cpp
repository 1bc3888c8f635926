#include "msmv/view/report_page.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST(ReportPage, NeedsNoOtherFile) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  const std::string page = report_page({.run = folder / "out", .root = folder / "fields"});
  EXPECT_EQ(count(page, "src=\"data:image/jpeg;base64,"), 4U);  // two cases, in both tables
  EXPECT_EQ(count(page, "src=\""), 4U);
  EXPECT_EQ(count(page, "href="), 0U);
  EXPECT_NE(page.find("3, 2 of them with a class"), std::string::npos);
  EXPECT_EQ(page.find("Against the labels"), std::string::npos);
}

TEST(ReportPage, WithLabelsIsAnEvaluation) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  write_text(folder / "out/labels.csv", "file,class\na.png,Benign\nb.png,Benign\n");
  const std::string page = report_page({.run = folder / "out", .root = folder / "fields"});
  EXPECT_NE(page.find("1 of 2 right: 50.0 %"), std::string::npos);
  EXPECT_GE(count(page, "data:image/svg+xml;base64,"), 2U);
}

TEST(ReportPage, OfSlides) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  write_text(folder / "out/run_metadata.json", R"({"run": {"overlap": 0.5, "model": "<m>"}})");
  const std::string page = report_page({.run = folder / "out", .root = folder.path()});
  EXPECT_NE(page.find("<dt>overlap</dt><dd>0.5</dd>"), std::string::npos);
  EXPECT_NE(page.find("&lt;m&gt;"), std::string::npos);
  EXPECT_NE(page.find("not validated on slides"), std::string::npos);
  EXPECT_NE(page.find("is damaged"), std::string::npos);
}

TEST(ReportPage, MustBeOfOneRun) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  EXPECT_THROW(report_page({.run = folder / "fields"}), InputError);
  std::filesystem::copy(folder / "out/classes.csv", folder / "out/more.csv");
  EXPECT_THROW(report_page({.run = folder / "out"}), InputError);
}

}  // namespace
}  // namespace msmv::view
