#include "msmv/image/decode.h"

#include <vips/vips.h>

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;
using testing::largest_difference;
using testing::TemporaryFolder;

RgbImage decode_bytes(const std::string& bytes, VipsFormat format, const Header& header) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture", bytes);
  return decode(OpenFile(folder / "picture"), testing::as_bytes(bytes), format, header);
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

}  // namespace
}  // namespace msmv::image
