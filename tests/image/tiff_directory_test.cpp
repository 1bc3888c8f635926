#include "msmv/image/tiff_directory.h"

#include "image/pictures.h"
#include "image/tiff_file.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::TemporaryFolder;
using testing::write_tiff;

TEST(TiffDirectory, ReadsNumbersTextsAndDefaults) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(40, 30), {},
             [](TIFF* tiff) { TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, "a field"); });
  const TiffDirectory tiff(OpenFile(folder / "a.tif"));
  EXPECT_EQ(tiff.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH), 40U);
  EXPECT_EQ(tiff.number<std::uint16_t>(TIFFTAG_ORIENTATION), 1);
  EXPECT_EQ(tiff.text(TIFFTAG_IMAGEDESCRIPTION), "a field");
  EXPECT_EQ(tiff.text(TIFFTAG_ARTIST), "");
  EXPECT_FALSE(tiff.is_unit_unknown());
}

TEST(TiffDirectory, NoticesAnUnknownUnit) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(40, 30), {},
             [](TIFF* tiff) { TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER); });
  // Tag 296 of type SHORT, one value: 3, made 77.
  std::string bytes = testing::read_file(folder / "a.tif");
  const std::size_t entry = bytes.find(std::string("\x28\x01\x03\0\x01\0\0\0\x03", 9));
  ASSERT_NE(entry, std::string::npos);
  bytes[entry + 8] = 77;
  files::write_atomically(folder / "b.tif", bytes);
  EXPECT_FALSE(TiffDirectory(OpenFile(folder / "a.tif")).is_unit_unknown());
  EXPECT_TRUE(TiffDirectory(OpenFile(folder / "b.tif")).is_unit_unknown());
}

TEST(TiffDirectory, ClosesItsFile) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(40, 30));
  files::write_atomically(folder / "b.tif", "II*");
  for (int i = 0; i < 1100; ++i) {  // more than a process may have open
    EXPECT_EQ(fault_of([&] { TiffDirectory tiff(OpenFile(folder / "a.tif")); }), "");
    EXPECT_NE(fault_of([&] { TiffDirectory tiff(OpenFile(folder / "b.tif")); }), "");
  }
}

}  // namespace
}  // namespace msmv::image
