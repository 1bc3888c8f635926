#include "msmv/image/bmp.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;

const std::filesystem::path kPath = "x.bmp";

Header bmp_header_of(const std::string& bytes) {
  return read_bmp_header({kPath, testing::as_bytes(bytes)});
}

std::string with_number(std::string bytes, std::size_t at, std::uint32_t value) {
  std::string number;
  for (int shift = 0; shift < 32; shift += 8) {
    number += static_cast<char>(value >> shift);
  }
  return bytes.replace(at, 4, number);
}

const std::string kColour = encoded(".bmp", colourful(13, 7));

TEST(Bmp, IsReadFromTheTopOrFromTheBottom) {
  // A negative height means that the rows are stored from the top.
  const std::string turned = with_number(kColour, 22, static_cast<std::uint32_t>(-7));
  const Header header = bmp_header_of(turned);
  EXPECT_EQ(header.width, 13);
  EXPECT_EQ(header.height, 7);
  cv::Mat expected;
  cv::flip(colourful(13, 7), expected, 0);
  const RgbImage decoded = decode_bmp({kPath, testing::as_bytes(turned)}, header);
  EXPECT_EQ(testing::largest_difference(decoded.pixels, expected), 0);
}

TEST(Bmp, PassesOverTheUnusedFourthByte) {
  const cv::Mat rgb = colourful(13, 7);
  cv::Mat four;
  cv::cvtColor(rgb, four, cv::COLOR_RGB2RGBA);
  four.forEach<cv::Vec4b>([](cv::Vec4b& pixel, const int*) { pixel[3] = 0; });
  const std::string bytes = encoded(".bmp", four);
  const RgbImage decoded = decode_bmp({kPath, testing::as_bytes(bytes)}, bmp_header_of(bytes));
  EXPECT_EQ(testing::largest_difference(decoded.pixels, rgb), 0);
}

// Version 3 of the header (56 bytes) has masks for the four channels, opacity the last.
TEST(Bmp, LaysTheOpacityOfNewerHeadersOverWhite) {
  const std::string plain = encoded(".bmp", cv::Mat(4, 4, CV_8UC4, cv::Scalar(20, 30, 40, 51)));
  std::string bytes = with_number(with_number(plain, 14, 56), 30, 3);
  bytes = with_number(bytes, 10, 70).insert(54, 16, '\0');
  for (std::size_t i = 0; i < 4; ++i) {
    bytes = with_number(bytes, 54 + 4 * i, i == 3 ? 0xFF000000 : 0x00FF0000U >> (8 * i));
  }
  const Header header = bmp_header_of(bytes);
  EXPECT_EQ(header.alpha, Alpha::opacity);
  const RgbImage decoded = decode_bmp({kPath, testing::as_bytes(bytes)}, header);
  EXPECT_EQ(decoded.pixels.at<cv::Vec3b>(2, 2), cv::Vec3b(208, 210, 212));  // c / 5 + 204
}

TEST(Bmp, RefusesWhatItCannotTrust) {
  const auto fault = [](std::size_t at, std::uint32_t value) {
    return fault_of([&] { bmp_header_of(with_number(kColour, at, value)); });
  };
  EXPECT_EQ(fault(14, 20), "is damaged: its BMP header claims 20 bytes");
  EXPECT_EQ(fault(30, 1), "is a compressed BMP (method 1): expected an uncompressed one");
  EXPECT_EQ(fault(28, 16), "is a BMP of 16 bits a pixel: expected 1, 4, 8, 24 or 32");
  EXPECT_EQ(fault(18, 0x80000000), "is damaged: its BMP header claims a width of -2147483648");
  EXPECT_EQ(fault(10, 20), "is damaged: its BMP pixels start at byte 20, inside the header");
  EXPECT_EQ(fault(22, 8),
            "is truncated: its BMP pixel data needs 320 bytes from byte 54, the file has 334");
  EXPECT_EQ(fault(18, 0x7FFFFFFF).substr(0, 13), "is truncated:");
  EXPECT_EQ(fault(22, 0x80000000).substr(0, 13), "is truncated:");
}

TEST(Bmp, RefusesAPaletteLargerThanItsPixelsCanName) {
  const std::string gray = encoded(".bmp", cv::Mat(7, 13, CV_8UC1, cv::Scalar(3)));
  EXPECT_EQ(fault_of([&] { bmp_header_of(with_number(gray, 46, 257)); }),
            "is damaged: its BMP header claims a palette of 257 colours");
}

}  // namespace
}  // namespace msmv::image
