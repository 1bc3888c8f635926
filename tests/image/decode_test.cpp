#include "msmv/image/decode.h"

#include <vips/vips.h>

#include "image/profiles.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;
using testing::largest_difference;
using testing::TemporaryFolder;
using testing::write_tiff;

RgbImage decode_bytes(const std::string& bytes, VipsFormat format, const Header& header) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture", bytes);
  return decode(OpenFile(folder / "picture"), testing::as_bytes(bytes), format, header).image;
}

TEST(Decode, JoinsItsStripsWithoutASeam) {
  const cv::Mat rgb = colourful(37, 201);  // three strips of 64 rows and a part
  const RgbImage image = decode_bytes(encoded(".png", rgb), VipsFormat::png, {37, 201});
  EXPECT_EQ(largest_difference(image.pixels, rgb), 0);
}

TEST(Decode, DecodesAnInterlacedPng) {
  const cv::Mat rgb = colourful(37, 201);
  decode_bytes(encoded(".png", rgb), VipsFormat::png, {37, 201});  // starts libvips
  VipsImage* image =
      vips_image_new_from_memory(rgb.data, rgb.total() * 3, 37, 201, 3, VIPS_FORMAT_UCHAR);
  void* written = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(vips_pngsave_buffer(image, &written, &size, "interlace", TRUE, nullptr), 0);
  const std::string bytes(static_cast<const char*>(written), size);
  g_free(written);
  g_object_unref(image);
  EXPECT_EQ(bytes[28], 1);  // IHDR says Adam7
  const RgbImage decoded = decode_bytes(bytes, VipsFormat::png, {37, 201});
  EXPECT_EQ(largest_difference(decoded.pixels, rgb), 0);
}

TEST(Decode, RefusesAPictureThatIsNotWhatItsHeaderSaid) {
  const std::string bytes = encoded(".png", colourful(40, 30));
  EXPECT_EQ(fault_of([&] {
              decode_bytes(bytes, VipsFormat::png, {41, 30});
            }),
            "is damaged: its pixels are not what its header says");
}

TEST(Decode, UsesNoOtherLoaderThanTheNamedOne) {
  const std::string bytes = encoded(".png", colourful(40, 30));
  EXPECT_EQ(fault_of([&] {
              decode_bytes(bytes, VipsFormat::jpeg, {40, 30});
            }),
            "is damaged: its JPEG data can't be decoded");
  EXPECT_EQ(fault_of([&] {
              decode_bytes(bytes, VipsFormat::jpeg2000, {40, 30});
            }),
            "is damaged: its JPEG 2000 data can't be decoded");
  EXPECT_EQ(fault_of([&] {
              decode_bytes(bytes, VipsFormat::tiff, {40, 30});
            }),
            "is damaged: its TIFF data can't be decoded");
}

// A flipped bit inside the compressed pixels breaks PNG's checksum. (TIFF's LZW has none.)
TEST(Decode, NoticesDamageInsideTheData) {
  std::string bytes = encoded(".png", colourful(120, 90));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
  EXPECT_EQ(fault_of([&] {
              decode_bytes(bytes, VipsFormat::png, {120, 90});
            }),
            "is damaged: its PNG data can't be decoded");
}

Photo read_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture", bytes);
  return read(folder / "picture", {});
}

// As TIFF's tag of the same number, which read_test looks at pixel by pixel.
TEST(Decode, TurnsPngAndJpegAsTheirExifSays) {
  const TemporaryFolder folder;
  const std::string phys =
      testing::big_endian(2'000'000, 4) + testing::big_endian(4'000'000, 4) + "\1";
  const std::string png =
      testing::png_with_chunk(encoded(".png", colourful(40, 30)), "pHYs", phys);  // 0.5 x 0.25 um
  const std::string jpeg = encoded(".jpg", colourful(40, 30));
  for (char orientation = 1; orientation <= 8; ++orientation) {
    const std::string exif = testing::exif_of(orientation);
    const auto turned = [&](const cv::Mat& stored) {
      write_tiff(folder / "a.tif", stored, {},
                 [&](TIFF* tiff) { TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation); });
      return read(folder / "a.tif", {}).image.pixels;
    };
    const Photo from_png = read_bytes(testing::png_with_chunk(png, "eXIf", exif));
    EXPECT_EQ(largest_difference(from_png.image.pixels, turned(colourful(40, 30))), 0);
    EXPECT_EQ(from_png.um_per_px,
              orientation >= 5 ? (PixelSize{0.25, 0.5}) : (PixelSize{0.5, 0.25}));
    const cv::Mat from_jpeg = read_bytes(testing::jpeg_with_exif(jpeg, exif)).image.pixels;
    EXPECT_EQ(largest_difference(from_jpeg, turned(read_bytes(jpeg).image.pixels)), 0);
  }
  const std::string big_endian("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0",
                               26);
  EXPECT_EQ(read_bytes(testing::jpeg_with_exif(jpeg, big_endian)).image.pixels.cols, 30);
}

// A broken note beside a picture is no reason to refuse it.
TEST(Decode, LeavesAPictureAsItIsWhereItsExifIsDamagedOrSilent) {
  const std::string jpeg = encoded(".jpg", colourful(40, 30)),
                    png = encoded(".png", colourful(40, 30));
  std::vector<std::string> damaged = {"",
                                      "II",
                                      std::string("II*\0\xff\xff\xff\xff", 8),
                                      testing::exif_of(0),
                                      testing::exif_of(9),
                                      "XX" + testing::exif_of(6).substr(2)};
  for (std::size_t size = 3; size < 18; ++size) {
    damaged.push_back(testing::exif_of(6).substr(0, size));
  }
  for (const std::string& exif : damaged) {
    EXPECT_EQ(read_bytes(testing::jpeg_with_exif(jpeg, exif)).image.pixels.cols, 40) << exif.size();
    EXPECT_EQ(read_bytes(testing::png_with_chunk(png, "eXIf", exif)).image.pixels.cols, 40)
        << exif.size();
  }
  EXPECT_EQ(read_bytes(testing::jpeg_with_exif(jpeg, testing::exif_of(6)).replace(6, 4, "http"))
                .image.pixels.cols,
            40);
}

}  // namespace
}  // namespace msmv::image
