#include "msmv/report/region_json.h"

#include <gtest/gtest.h>

#include <vector>

#include "msmv/image/field.h"

namespace msmv::report {
namespace {

TEST(RegionsJson, TellsWindowsInPixelsOfThePicture) {
  Photo photo;
  photo.image.pixels = cv::Mat(768, 1024, CV_8UC3, cv::Scalar::all(200));
  photo.um_per_px = {0.84, 0.84};
  photo.um_per_px_source = PixelSizeSource::file;
  const Field field = image::to_field(photo, {});
  const std::vector<KeyRegion> regions = {{View::flip_x, {{80, 160, 400, 400}}, {7}}};

  const Json json = regions_json("a.tif", field, {}, regions);

  EXPECT_EQ(json["width"], 1024);
  EXPECT_EQ(json["mpp_x"], 0.84);
  EXPECT_EQ(json["mpp_source"], "file");
  EXPECT_EQ(json["um_per_px"], 0.42);
  EXPECT_EQ(json["regions"][0].dump(),
            R"({"view":"flip_x","windows":[{"x":40,"y":80,"width":200,"height":200,"nuclei":7}]})");
}

}  // namespace
}  // namespace msmv::report
