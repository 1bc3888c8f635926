#include "msmv/view/report_page.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "msmv/report/heat_map.h"
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

std::vector<std::uint8_t> from_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> bytes;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<unsigned>(digits.find(c));
    have += 6;
    if (have >= 8) {
      have -= 8;
      bytes.push_back(static_cast<std::uint8_t>(bits >> have & 255U));
    }
  }
  return bytes;
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

// A heat map of 100 x 80 px, of a slide of 300 x 200, with its key and white beside it.
TEST(ReportPage, ShowsTheHeatMapsThatLieInTheRunsFolder) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  std::filesystem::remove(folder / "s.png");
  cv::Mat map(80 + report::kHeatMapKeyPx, 300, CV_8UC3, cv::Scalar::all(255));
  map(cv::Rect(0, 0, 120, 80)) = cv::Scalar(200, 30, 30);
  map.rowRange(80, map.rows) = cv::Scalar::all(0);
  std::filesystem::create_directories(folder / "out/heatmaps");
  image::write(folder / "out/heatmaps/s.png", {map});
  std::string said;
  const auto page_of = [&](const std::string& run) {
    return report_page(
        {.run = folder / run, .say = [&](const std::string& line) { said += line; }});
  };
  const std::string page = page_of("out/slides.csv");
  EXPECT_EQ(said, "");
  EXPECT_EQ(page_of("out"), page);
  const std::string mark = "src=\"data:image/jpeg;base64,";
  ASSERT_EQ(count(page, mark), 2U);  // in both tables
  const std::size_t begin = page.find(mark) + mark.size();
  const cv::Mat shown = cv::imdecode(from_base64(page.substr(begin, page.find('"', begin) - begin)),
                                     cv::IMREAD_COLOR);
  ASSERT_EQ(shown.size(), cv::Size(120, 80));
  EXPECT_NEAR(shown.at<cv::Vec3b>(79, 119)[2], 200, 12);  // neither the white nor the key
  EXPECT_NEAR(shown.at<cv::Vec3b>(79, 119)[0], 30, 12);
}

TEST(ReportPage, SaysWhichPicturesItLacks) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  std::string said;
  const ReportOptions options{.run = folder / "out",
                              .say = [&](const std::string& line) { said += line + "\n"; }};
  const std::string missing =
      "without a picture: 2 of 2 cases with a class; --root names the folder that the pictures "
      "lie in";
  EXPECT_NE(report_page(options).find("<p class=\"warn\">" + missing + ".</p>"), std::string::npos);
  EXPECT_EQ(said, (folder / "out/classes.csv").string() + ": " + missing + "\n");
}

TEST(ReportPage, OfMergedShardsIsThatOfTheWholeRun) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  const ReportOptions options{.run = folder / "out", .root = folder.path()};
  const std::string whole = report_page(options);
  for (const char* part : {"out/slides.1-of-2.csv", "out/slides.2-of-2.csv"}) {
    std::filesystem::copy_file(folder / "out/slides.csv", folder / part);
  }
  EXPECT_EQ(report_page(options), whole);
  EXPECT_NE(whole.find(" of them with classified tiles"), std::string::npos);
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
