#include "msmv/report/plot.h"

#include <plplot/plstream.h>

#include <opencv2/imgcodecs.hpp>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

// The left half blue.
void paint(plstream& plot) {
  plot.vpor(0, 1, 0, 1);
  plot.wind(0, 1, 0, 1);
  set_colour(plot, kBlue);
  fill_rectangle(plot, 0, 0, 0.5, 1);
}

TEST(Plot, PaintsOnWhiteAtTwiceTheSize) {
  TemporaryFolder folder;
  draw(folder / "a", {100, 60}, paint);
  const cv::Mat picture = cv::imread((folder / "a.png").string());
  ASSERT_EQ(picture.cols, 200);
  ASSERT_EQ(picture.rows, 120);
  EXPECT_EQ(picture.at<cv::Vec3b>(60, 50), cv::Vec3b(178, 114, 0));  // kBlue, as B G R
  EXPECT_EQ(picture.at<cv::Vec3b>(60, 150), cv::Vec3b(255, 255, 255));
}

TEST(Plot, TheSvgIsOfTheSameSizeAndColour) {
  TemporaryFolder folder;
  draw(folder / "a", {100, 60}, paint);
  const std::string svg = msmv::testing::read_file(folder / "a.svg");
  EXPECT_NE(svg.find("viewBox=\"0 0 100 60\""), std::string::npos);
  EXPECT_NE(svg.find("fill:rgb(0%,44.705882%,69.803922%)"), std::string::npos);  // 114, 178 / 255
}

TEST(Plot, NamesTheFileThatCannotBeWritten) {
  TemporaryFolder folder;
  try {
    draw(folder / "missing/a", {100, 60}, paint);
    FAIL() << "no fault";
  } catch (const Fault& error) {
    EXPECT_NE(std::string(error.what()).find("missing/"), std::string::npos);
  }
}

TEST(Plot, TextIsBrokenAtBlanks) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("one two three", 9), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("unbreakable text", 4), (std::vector<std::string>{"unbreakable", "text"}));
  EXPECT_TRUE(wrap("", 4).empty());
}

}  // namespace
}  // namespace msmv::report
