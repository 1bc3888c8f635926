#include "msmv/image/jp2_header.h"

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;

Header jp2_header_of(const std::string& bytes) {
  const std::filesystem::path path = "x.jp2";
  return read_jp2_header({path, testing::as_bytes(bytes)}, 1 << 20);
}

std::string replaced(std::string bytes, std::string_view marker, std::size_t offset, char value) {
  bytes[bytes.find(marker) + offset] = value;
  return bytes;
}

constexpr std::string_view kSizeMarker = "\xff\x4f\xff\x51";

TEST(Jp2Header, KnowsTheSidesOfAFileAndOfABareCodestream) {
  const std::string bytes = encoded(".jp2", colourful(80, 70));
  for (const std::string& form : {bytes, bytes.substr(bytes.find(kSizeMarker))}) {
    const Header header = jp2_header_of(form);
    EXPECT_EQ(header.width, 80);
    EXPECT_EQ(header.height, 70);
    EXPECT_EQ(header.alpha, Alpha::none);
  }
}

TEST(Jp2Header, RefusesForeignColoursAndSamples) {
  const std::string bytes = encoded(".jp2", colourful(80, 70));
  // colr: type, method, precedence, approximation, then the enumerated space
  EXPECT_EQ(fault_of([&] { jp2_header_of(replaced(bytes, "colr", 10, 12)); }),
            "is a CMYK image: expected gray or RGB (save it as RGB)");
  EXPECT_EQ(fault_of([&] { jp2_header_of(replaced(bytes, "colr", 10, 14)); }),
            "has JPEG 2000 colour space 14: expected gray or RGB");
  EXPECT_EQ(fault_of([&] { jp2_header_of(replaced(bytes, kSizeMarker, 41, 9)); }),
            "has 9 channels: expected gray or RGB");
  EXPECT_EQ(fault_of([&] { jp2_header_of(replaced(bytes, kSizeMarker, 42, '\x87')); }),
            "has signed samples: expected at most 16 bits, unsigned");
  EXPECT_EQ(fault_of([&] { jp2_header_of(replaced(bytes, kSizeMarker, 42, 23)); }),
            "has more than 16-bit samples: expected at most 16 bits, unsigned");
}

TEST(Jp2Header, NoticesThatTheEndIsMissing) {
  const std::string bytes = encoded(".jp2", colourful(80, 70));
  for (std::size_t size = 12; size < bytes.size(); ++size) {
    EXPECT_NE(fault_of([&] { jp2_header_of(bytes.substr(0, size)); }), "") << size;
  }
}

TEST(Jp2Header, RefusesABoxThatIsSmallerThanItsHead) {
  const std::string bytes = encoded(".jp2", colourful(80, 70));
  EXPECT_EQ(
      fault_of([&] { jp2_header_of(replaced(bytes, "ftyp", static_cast<std::size_t>(-1), 5)); }),
      "is damaged: the JPEG 2000 box at byte 12 claims 5 bytes");
}

}  // namespace
}  // namespace msmv::image
