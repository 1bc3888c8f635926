#include "msmv/image/jpeg_header.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using namespace std::string_literals;
using testing::colourful;
using testing::encoded;
using testing::fault_of;

Header jpeg_header_of(const std::string& bytes) {
  const std::filesystem::path path = "x.jpg";
  return read_jpeg_header({path, testing::as_bytes(bytes)});
}

std::string segment(char marker, const std::string& body) {
  const std::size_t length = body.size() + 2;
  return "\xff"s + marker + static_cast<char>(length >> 8) + static_cast<char>(length) + body;
}

std::string frame(char bits, char channels, char marker = '\xc0') {
  return segment(marker, bits + "\0\x1e\0\x28"s + channels + std::string(12, '\0'));
}

const std::string kStart = "\xff\xd8"s, kEnd = "\xff\xd9"s;
const std::string kScan = segment('\xda', "xx") + "data";

TEST(JpegHeader, KnowsTheSides) {
  for (const int progressive : {0, 1}) {
    const Header header = jpeg_header_of(
        encoded(".jpg", colourful(40, 30), {cv::IMWRITE_JPEG_PROGRESSIVE, progressive}));
    EXPECT_EQ(header.width, 40);
    EXPECT_EQ(header.height, 30);
  }
}

TEST(JpegHeader, KnowsCmyk) {
  EXPECT_TRUE(jpeg_header_of(kStart + frame(8, 4) + kScan + kEnd).is_cmyk);
  EXPECT_FALSE(jpeg_header_of(kStart + frame(8, 3) + kScan + kEnd).is_cmyk);
}

TEST(JpegHeader, JoinsThePartsOfAProfileByTheirNumbers) {
  const auto part = [](char number, const std::string& bytes) {
    return segment('\xe2', "ICC_PROFILE\0"s + number + '\x02' + bytes);
  };
  const std::string end = frame(8, 3) + kScan + kEnd;
  EXPECT_EQ(jpeg_header_of(kStart + part(2, "cd") + part(1, "ab") + end).icc_profile,
            (IccProfile{'a', 'b', 'c', 'd'}));
  EXPECT_FALSE(jpeg_header_of(kStart + end).icc_profile);
  EXPECT_FALSE(jpeg_header_of(kStart + segment('\xe2', "MPF\0"s) + end).icc_profile);
}

// As a stereo camera or Pillow writes *.mpo: two pictures, one after the other.
TEST(JpegHeader, SaysThatOfSeveralPicturesTheFirstIsRead) {
  const auto entries = [](const std::string& second) {
    return "\0\3\0\0"s + std::string(12, '\0') + second + std::string(12, '\0');
  };
  const auto note = [&](const std::string& second) {
    const std::string index = "MPF\0MM\0*\0\0\0\x08"s +                             // one tag:
                              "\0\x01\xb0\x02\0\x07\0\0\0\x20\0\0\0\x1a\0\0\0\0"s;  // two entries
    return jpeg_header_of(kStart + segment('\xe2', index + entries(second)) + frame(8, 3) + kScan +
                          kEnd + kStart)
        .note;
  };
  EXPECT_EQ(note("\0\2\0\2"s), "the first of 2 pictures was read");
  EXPECT_EQ(note("\0\1\0\1"s), "");  // a preview
}

TEST(JpegHeader, PassesPaddingRestartsAndStuffedBytes) {
  const std::string scan = segment('\xda', "xx") + "a\xff\0b\xff\xd0"s + "c\xff\xff\xd9"s;
  EXPECT_EQ(jpeg_header_of(kStart + "\xff\xff"s + frame(8, 1).substr(1) + scan).width, 40);
}

TEST(JpegHeader, RefusesWhatIsNotGrayOrRgbOfEightBits) {
  const auto fault = [](const std::string& bytes) {
    return fault_of([&] { jpeg_header_of(bytes); });
  };
  EXPECT_EQ(fault(kStart + frame(8, 2) + kScan + kEnd), "has 2 channels: expected gray or RGB");
  EXPECT_EQ(fault(kStart + frame(12, 3) + kScan + kEnd),
            "is a JPEG of 12 bits a sample: expected 8");
  EXPECT_EQ(fault(kStart + frame(8, 3, '\xc3') + kScan + kEnd),
            "is a JPEG of kind SOF3: expected baseline or progressive");
}

TEST(JpegHeader, SaysWhereItIsCutOrDamaged) {
  const auto fault = [](const std::string& bytes) {
    return fault_of([&] { jpeg_header_of(bytes); });
  };
  EXPECT_EQ(fault(kStart), "is truncated: a JPEG marker needs 1 bytes from byte 2, the file has 2");
  EXPECT_EQ(fault(kStart + "x"), "is damaged: no JPEG marker stands at byte 2");
  EXPECT_EQ(fault(kStart + "\xff\xe0\0\1"s),
            "is damaged: the JPEG segment at byte 4 claims 1 bytes");
  EXPECT_EQ(fault(kStart + kScan), "is damaged: its JPEG data starts before the frame header");
  EXPECT_EQ(fault(kStart + frame(8, 3) + kEnd), "is damaged: it has no JPEG data");
  EXPECT_EQ(fault(kStart + frame(8, 3) + kScan),
            "is truncated: the end marker of its JPEG data is missing");
}

TEST(JpegHeader, RefusesScansWithoutEnd) {
  std::string bytes = kStart + frame(8, 3);
  for (int i = 0; i < 101; ++i) {
    bytes += kScan;
  }
  EXPECT_EQ(fault_of([&] { jpeg_header_of(bytes + kEnd); }), "has more than 100 JPEG scans");
}

}  // namespace
}  // namespace msmv::image
