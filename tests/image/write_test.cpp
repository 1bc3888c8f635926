#include "msmv/image/write.h"

#include "image/pictures.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::largest_difference;
using testing::TemporaryFolder;

TEST(Write, IsReadBackTheSame) {
  const TemporaryFolder folder;
  const RgbImage image{colourful(64, 48)};
  for (const char* file_name : {"a.png", "a.tif", "a.TIFF"}) {
    write(folder / file_name, image);
    EXPECT_EQ(largest_difference(read(folder / file_name, {}).image.pixels, image.pixels), 0)
        << file_name;
  }
  for (const char* file_name : {"a.jpg", "a.JPEG"}) {
    write(folder / file_name, image);
    EXPECT_LE(largest_difference(read(folder / file_name, {}).image.pixels, image.pixels), 40)
        << file_name;
  }
}

TEST(Write, WritesTheSameBytesEachTime) {
  const TemporaryFolder folder;
  write(folder / "a.png", {colourful(64, 48)});
  write(folder / "b.png", {colourful(64, 48)});
  EXPECT_EQ(testing::read_file(folder / "a.png"), testing::read_file(folder / "b.png"));
}

TEST(Write, KeepsThePixelSizeInTiffAndPng) {
  const TemporaryFolder folder;
  const RgbImage image{colourful(64, 48)};
  for (const char* file_name : {"a.tif", "a.png"}) {
    write(folder / file_name, image, PixelSize{0.42, 0.56});
    const Photo photo = read(folder / file_name, {});
    EXPECT_EQ(photo.um_per_px_source, PixelSizeSource::file) << file_name;
    EXPECT_NEAR(photo.um_per_px.x, 0.42, 1e-5) << file_name;
    EXPECT_NEAR(photo.um_per_px.y, 0.56, 1e-5) << file_name;
    EXPECT_EQ(largest_difference(photo.image.pixels, image.pixels), 0) << file_name;
  }
}

TEST(Write, RefusesMorePixelsASideThanTheFormatTakes) {
  const TemporaryFolder folder;
  const RgbImage wide{cv::Mat(1, 65501, CV_8UC3, cv::Scalar::all(200))};
  EXPECT_EQ(fault_of([&] { write(folder / "a.jpg", wide); }),
            "can't be written: 65501 x 1 pixels, expected at most 65500 a side");
  EXPECT_EQ(fault_of([&] { write(folder / "a.png", wide); }), "");
}

TEST(Write, RefusesAnotherExtension) {
  const TemporaryFolder folder;
  EXPECT_EQ(fault_of([&] { write(folder / "a.gif", {colourful(4, 4)}); }),
            "can't be written: expected an extension of .png, .jpg, .jpeg, .tif or .tiff");
}

TEST(Write, SaysWhyItCannot) {
  const TemporaryFolder folder;
  EXPECT_EQ(fault_of([&] { write(folder / "no/a.png", {colourful(4, 4)}); }),
            "can't be written: No such file or directory");
}

}  // namespace
}  // namespace msmv::image
