#include "msmv/image/exif.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using namespace std::string_literals;

// One entry: tag 0x0112, type 3 (short), count 1, the value left-justified.
std::string little_endian(char orientation, char type = 3) {
  return "II*\0\x08\0\0\0\x01\0\x12\x01"s + type + "\0\x01\0\0\0"s + orientation +
         "\0\0\0\0\0\0\0"s;
}

int orientation_in(const std::string& exif) {
  return exif_orientation(testing::as_bytes(exif));
}

TEST(ExifOrientation, IsReadInBothByteOrders) {
  EXPECT_EQ(orientation_in(little_endian(6)), 6);
  EXPECT_EQ(orientation_in("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0"s), 8);
}

TEST(ExifOrientation, IsOneWhereTheBlockIsDamagedOrSilent) {
  EXPECT_EQ(orientation_in(""), 1);
  EXPECT_EQ(orientation_in("II"), 1);
  EXPECT_EQ(orientation_in("II*\0\xff\xff\xff\xff"s), 1);
  EXPECT_EQ(orientation_in(little_endian(0)), 1);
  EXPECT_EQ(orientation_in(little_endian(9)), 1);
  EXPECT_EQ(orientation_in(little_endian(6, 4)), 1);
  EXPECT_EQ(orientation_in("XX" + little_endian(6).substr(2)), 1);
  for (std::size_t size = 0; size < 20; ++size) {
    EXPECT_EQ(orientation_in(little_endian(6).substr(0, size)), 1) << size;
  }
}

}  // namespace
}  // namespace msmv::image
