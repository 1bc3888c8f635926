#include "msmv/image/bmp.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;

const std::filesystem::path kPath = "x.bmp";

Header header_of(const std::string& bytes) {
  return read_bmp_header({kPath, testing::as_bytes(bytes)});
}

std::string with_number(std::string bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[at + i] = static_cast<char>(value >> (8 * i));
  }
  return bytes;
}

const std::string kColour = encoded(".bmp", colourful(13, 7));

TEST(Bmp, IsReadFromTheTopOrFromTheBottom) {
  // A negative height means that the rows are stored from the top.
  const std::string turned = with_number(kColour, 22, static_cast<std::uint32_t>(-7));
  const Header header = header_of(turned);
  EXPECT_EQ(header.width, 13);
  EXPECT_EQ(header.height, 7);
  cv::Mat expected;
  cv::flip(colourful(13, 7), expected, 0);
  const RgbImage decoded = decode_bmp({kPath, testing::as_bytes(turned)}, header);
  EXPECT_EQ(testing::largest_difference(decoded.pixels, expected), 0);
}

TEST(Bmp, RefusesWhatItCannotTrust) {
  const auto fault = [](std::size_t at, std::uint32_t value) {
    return fault_of([&] { header_of(with_number(kColour, at, value)); });
  };
  EXPECT_EQ(fault(14, 20), "is damaged: its BMP header claims 20 bytes");
  EXPECT_EQ(fault(30, 1), "is a compressed BMP (method 1): expected an uncompressed one");
  EXPECT_EQ(fault(28, 16), "is a BMP of 16 bits a pixel: expected 1, 4, 8, 24 or 32");
  EXPECT_EQ(fault(18, 0x80000000), "is damaged: its BMP header claims a width of -2147483648");
  EXPECT_EQ(fault(10, 20), "is damaged: its BMP pixels start at byte 20, inside the header");
  EXPECT_EQ(fault(22, 8),
            "is truncated: its BMP pixels needs 320 bytes from byte 54, the file has 334");
  EXPECT_EQ(fault(18, 0x7FFFFFFF).substr(0, 13), "is truncated:");
  EXPECT_EQ(fault(22, 0x80000000).substr(0, 13), "is truncated:");
}

TEST(Bmp, RefusesAPaletteLargerThanItsPixelsCanName) {
  const std::string gray = encoded(".bmp", cv::Mat(7, 13, CV_8UC1, cv::Scalar(3)));
  EXPECT_EQ(fault_of([&] { header_of(with_number(gray, 46, 257)); }),
            "is damaged: its BMP header claims a palette of 257 colours");
}

}  // namespace
}  // namespace msmv::image
