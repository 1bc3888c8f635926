#include "msmv/image/png_header.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using namespace std::string_literals;
using testing::colourful;
using testing::encoded;
using testing::fault_of;

Header png_header_of(const std::string& bytes) {
  const std::filesystem::path path = "x.png";
  return read_png_header({path, testing::as_bytes(bytes)});
}

std::string big_endian(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift);
  }
  return text;
}

// The checksum is the decoder's affair.
std::string chunk(const std::string& type, const std::string& body) {
  return big_endian(static_cast<std::uint32_t>(body.size())) + type + body + "....";
}

constexpr std::size_t kAfterIhdr = 8 + 25;

std::string with_chunk(const std::string& type, const std::string& body) {
  return encoded(".png", colourful(40, 30)).insert(kAfterIhdr, chunk(type, body));
}

TEST(PngHeader, KnowsTheSides) {
  const Header header = png_header_of(encoded(".png", colourful(40, 30)));
  EXPECT_EQ(header.width, 40);
  EXPECT_EQ(header.height, 30);
  EXPECT_EQ(header.alpha, Alpha::none);
  EXPECT_FALSE(header.pixel_size);
}

TEST(PngHeader, FindsOpacityInTheColourTypeAndInTrns) {
  EXPECT_EQ(png_header_of(encoded(".png", cv::Mat(3, 3, CV_8UC4))).alpha, Alpha::opacity);
  EXPECT_EQ(png_header_of(with_chunk("tRNS", "\0\1\0\1\0\1"s)).alpha, Alpha::opacity);
}

TEST(PngHeader, TakesThePixelSizeOnlyWhereAMicroscopeCanHaveIt) {
  const auto phys = [](std::uint32_t x_per_metre, std::uint32_t y_per_metre, char unit) {
    return png_header_of(
        with_chunk("pHYs", big_endian(x_per_metre) + big_endian(y_per_metre) + unit));
  };
  EXPECT_EQ(phys(2'000'000, 4'000'000, 1).pixel_size->um_per_px, (PixelSize{0.5, 0.25}));
  EXPECT_FALSE(phys(2'000'000, 4'000'000, 0).pixel_size);
  EXPECT_FALSE(phys(2835, 2835, 1).pixel_size);  // 72 dpi
  EXPECT_FALSE(phys(0, 0, 1).pixel_size);
}

// APNG. The picture is a frame of the animation where it has frame control of its own before it.
TEST(PngHeader, SaysThatOfAnAnimationTheFirstFrameIsRead) {
  const auto note = [](const std::string& chunks) {
    return png_header_of(encoded(".png", colourful(40, 30)).insert(kAfterIhdr, chunks)).note;
  };
  const auto animation = [](std::uint32_t frames) {
    return chunk("acTL", big_endian(frames) + big_endian(0));
  };
  const std::string control = chunk("fcTL", std::string(26, '\0'));
  EXPECT_EQ(note(""), "");
  EXPECT_EQ(note(animation(3) + control), "the first of 3 frames was read");
  EXPECT_EQ(note(animation(1) + control), "");
  EXPECT_EQ(note(animation(3)), "the first of 4 frames was read");
  EXPECT_EQ(note(chunk("acTL", "")), "");
}

TEST(PngHeader, SaysWhichChunkIsCut) {
  const std::string bytes = encoded(".png", colourful(40, 30));
  EXPECT_EQ(fault_of([&] { png_header_of(bytes.substr(0, 20)); }),
            "is truncated: PNG chunk IHDR needs 17 bytes from byte 16, the file has 20");
  EXPECT_EQ(fault_of([&] { png_header_of(bytes.substr(0, kAfterIhdr)); }),
            "is truncated: a PNG chunk needs 8 bytes from byte 33, the file has 33");
}

TEST(PngHeader, RefusesWhatNoPngHas) {
  const std::string bytes = encoded(".png", colourful(40, 30));
  const std::string signature = bytes.substr(0, 8);
  const auto ihdr = [&](const std::string& tail) {
    return signature + chunk("IHDR", big_endian(4) + big_endian(3) + tail);
  };
  EXPECT_EQ(fault_of([&] { png_header_of(signature + chunk("IDAT", "")); }),
            "is damaged: its first PNG chunk is IDAT of 0 bytes, expected IHDR of 13");
  EXPECT_EQ(fault_of([&] { png_header_of(ihdr("\x07\x02\0\0\0"s)); }),
            "is damaged: PNG has no colour type 2 with 7 bits");
  EXPECT_EQ(fault_of([&] { png_header_of(ihdr("\x08\x02\0\0\0"s) + chunk("IEND", "")); }),
            "is damaged: it has no pixels (no IDAT chunk)");
  EXPECT_EQ(fault_of([&] {
              png_header_of(ihdr("\x08\x03\0\0\0"s) + chunk("IDAT", "x") + chunk("IEND", ""));
            }),
            "is damaged: its colours are of a palette, which is missing");
  EXPECT_EQ(
      fault_of([&] { png_header_of(ihdr("\x08\x02\0\0\0"s) + big_endian(1U << 31) + "IDAT"); }),
      "is damaged: PNG chunk IDAT claims 2147483648 bytes");
  EXPECT_EQ(fault_of([&] { png_header_of(ihdr("\x08\x02\0\0\0"s) + chunk("I\nT!", "")); }),
            "is damaged: no PNG chunk starts at byte 33");
}

}  // namespace
}  // namespace msmv::image
