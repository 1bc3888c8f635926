#include "msmv/report/slide_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <opencv2/core.hpp>

#include "msmv/image/write.h"
#include "report/small_report.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

class SlideFiles : public ::testing::Test {
 protected:
  SlideFiles() {
    image::write(folder_ / "s.png", {cv::Mat(200, 400, CV_8UC3, cv::Scalar(9, 8, 7))});
  }
  void write(const SlideFileOptions& options) const {
    write_slide_files(options, testing::small_report(), slide::Slide(folder_ / "s.png"),
                      bach_classes());
  }
  testing::TemporaryFolder folder_;
};

TEST_F(SlideFiles, AreWrittenHashedAndRemovedTogether) {
  const SlideFileOptions options{.folder = folder_ / "out", .review = 1};
  const std::string none = hash_of_slide_files(options, "a");
  write(options);
  for (const char* name :
       {"model-outputs-csv/a.csv", "model-outputs-geojson/a.geojson", "heatmaps/a.png",
        "masks/a.png", "regions-to-review/a.csv", "regions-to-review/a/3_Invasive_1.png"}) {
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out" / name)) << name;
    const std::string whole = hash_of_slide_files(options, "a");
    std::ofstream(folder_ / "out" / name, std::ios::app) << "x";
    EXPECT_NE(hash_of_slide_files(options, "a"), whole) << name;
  }
  remove_slide_files(options, "a");
  EXPECT_EQ(hash_of_slide_files(options, "a"), none);
}

TEST_F(SlideFiles, CompressesGeojsonToTheSameBytes) {
  write({.folder = folder_ / "plain"});
  write({.folder = folder_ / "one", .compresses_geojson = true});
  write({.folder = folder_ / "two", .compresses_geojson = true});
  const std::string name = "model-outputs-geojson/a.geojson";
  EXPECT_EQ(testing::read_file(folder_ / ("one/" + name + ".gz")),
            testing::read_file(folder_ / ("two/" + name + ".gz")));
  const std::string command = "gzip -dc '" + (folder_ / "one").string() + "/" + name +
                              ".gz' | cmp - '" + (folder_ / "plain").string() + "/" + name + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

// As GDAL reads them, where it is installed.
TEST_F(SlideFiles, GdalReadsTheGeojson) {
  if (std::system("ogrinfo --version >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "needs gdal-bin";
  }
  write({.folder = folder_ / "out"});
  const std::string command = "ogrinfo -al -so '" + (folder_ / "out").string() +
                              "/model-outputs-geojson/a.geojson' > '" +
                              (folder_ / "said.txt").string() + "' 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  const std::string said = testing::read_file(folder_ / "said.txt");
  EXPECT_NE(said.find("Feature Count: 2"), std::string::npos) << said;
  EXPECT_NE(said.find("Extent: (0.000000, 0.000000) - (376.000000, 188.000000)"), std::string::npos)
      << said;
}

}  // namespace
}  // namespace msmv::report
