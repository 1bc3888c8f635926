#include "msmv/image/jpeg_blocks.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/image/decode.h"
#include "msmv/image/jpeg_header.h"
#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

using namespace std::string_view_literals;

enum class Colours { unsaid, rgb, ycbcr };

// The rectangles of a picture that are stored apart, in the order in which they are stored.
struct Blocks {
  bool are_tiles = false;
  int width = 0, height = 0;  // of one; the last strip may be lower
  std::uint32_t count = 0;
};

Blocks blocks_of(const TiffDirectory& tiff) {
  if (TIFFIsTiled(tiff.get()) != 0) {
    return {true, static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILEWIDTH)),
            static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILELENGTH)),
            TIFFNumberOfTiles(tiff.get())};
  }
  const auto height = tiff.number<std::uint32_t>(TIFFTAG_IMAGELENGTH);
  const auto rows = tiff.number<std::uint32_t>(TIFFTAG_ROWSPERSTRIP);
  return {false, static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH)),
          static_cast<int>(std::min(height, rows)), TIFFNumberOfStrips(tiff.get())};
}

[[noreturn]] void refuse_block(const OpenFile& file, std::uint32_t block, const char* fault) {
  throw InputError(file.path(),
                   "is damaged: TIFF block " + std::to_string(block + 1) + " " + fault);
}

std::vector<std::uint8_t> bytes_of_block(const OpenFile& file, const TiffDirectory& tiff,
                                         std::uint32_t block, std::uint64_t most) {
  std::vector<std::uint8_t> bytes(std::min(TIFFGetStrileByteCount(tiff.get(), block), most));
  const auto at = static_cast<off_t>(TIFFGetStrileOffset(tiff.get(), block));
  if (pread(file.descriptor(), bytes.data(), bytes.size(), at) !=
      static_cast<ssize_t>(bytes.size())) {
    refuse_block(file, block, "can't be read");
  }
  return bytes;
}

// The frame and the segments before it tell which colours three channels are. Gives nothing
// when no frame stands in these bytes.
std::optional<Colours> colours_by(std::span<const std::uint8_t> jpeg) {
  constexpr std::uint8_t kFirstFrame = 0xC0, kLastFrame = 0xC2, kScan = 0xDA;
  constexpr std::uint8_t kApp0 = 0xE0, kApp14 = 0xEE;
  constexpr std::size_t kTransform = 11;  // after "Adobe", a version and two words of flags
  Colours said = Colours::unsaid;
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == 0xFF;) {
    const std::uint8_t marker = jpeg[at + 1];
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const std::size_t length = static_cast<std::size_t>(jpeg[at + 2]) << 8 | jpeg[at + 3];
    if (length < 2 || length > jpeg.size() - at - 2 || marker == kScan) {
      return std::nullopt;
    }
    const auto body = jpeg.subspan(at + 4, length - 2);
    const auto begins_with = [&](std::string_view text) {
      return body.size() >= text.size() && std::equal(text.begin(), text.end(), body.begin());
    };
    if (marker == kApp14 && begins_with("Adobe"sv) && body.size() > kTransform) {
      said = body[kTransform] == 0 ? Colours::rgb : Colours::ycbcr;
    } else if (marker == kApp0 && begins_with("JFIF\0"sv) && said == Colours::unsaid) {
      said = Colours::ycbcr;
    } else if (marker >= kFirstFrame && marker <= kLastFrame) {
      if (body.size() < 15 || body[5] != 3) {
        return Colours::unsaid;
      }
      if (body[7] != body[10] || body[10] != body[13]) {  // nobody keeps less of green or blue
        return Colours::ycbcr;
      }
      const bool is_named_rgb = body[6] == 'R' && body[9] == 'G' && body[12] == 'B';
      return said == Colours::unsaid && is_named_rgb ? Colours::rgb : said;
    }
    at += 2 + length;
  }
  return std::nullopt;
}

Colours colours_of_block(const OpenFile& file, const TiffDirectory& tiff, std::uint32_t block) {
  // The frame stands within the first bytes, unless somebody put a profile before it.
  for (const std::uint64_t most : {std::uint64_t{2048}, file.size()}) {
    if (const auto colours = colours_by(bytes_of_block(file, tiff, block, most))) {
      return *colours;
    }
  }
  return Colours::unsaid;  // it can't be decoded
}

// A JPEG that stands by itself: the tables that all blocks share, then the block.
std::vector<std::uint8_t> whole_jpeg(const TiffDirectory& tiff,
                                     const std::vector<std::uint8_t>& block) {
  std::uint32_t count = 0;
  const std::uint8_t* tables = nullptr;
  constexpr std::uint32_t kMarkers = 4;  // the tables' own start and end
  if (TIFFGetField(tiff.get(), TIFFTAG_JPEGTABLES, &count, &tables) != 1 || count < kMarkers ||
      block.size() < 2) {
    return block;
  }
  std::vector<std::uint8_t> whole(tables, tables + count - 2);
  whole.insert(whole.end(), block.begin() + 2, block.end());
  return whole;
}

}  // namespace

bool contradicts_its_tag(const OpenFile& file, const TiffDirectory& tiff) {
  if (tiff.number<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL) != 3 ||
      tiff.number<std::uint16_t>(TIFFTAG_PLANARCONFIG) != PLANARCONFIG_CONTIG) {
    return false;
  }
  bool is_rgb = false, is_ycbcr = false;
  const std::uint32_t count = blocks_of(tiff).count;
  for (std::uint32_t block = 0; block < count; ++block) {
    const Colours colours = colours_of_block(file, tiff, block);
    is_rgb = is_rgb || colours == Colours::rgb;
    is_ycbcr = is_ycbcr || colours == Colours::ycbcr;
  }
  if (is_rgb && is_ycbcr) {
    throw InputError(file.path(), "is damaged: some of its JPEG blocks are RGB, others are YCbCr");
  }
  const bool is_tagged_ycbcr = tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_YCBCR;
  return is_tagged_ycbcr ? is_rgb : is_ycbcr;
}

RgbImage decode_jpeg_blocks(const OpenFile& file, const Header& header) {
  const TiffDirectory tiff(file);
  const Blocks blocks = blocks_of(tiff);
  const cv::Rect picture(0, 0, static_cast<int>(header.width), static_cast<int>(header.height));
  const int across = (picture.width + blocks.width - 1) / blocks.width;
  RgbImage image{cv::Mat(picture.size(), CV_8UC3)};
  for (std::uint32_t block = 0; block < blocks.count; ++block) {
    const int column = static_cast<int>(block) % across, row = static_cast<int>(block) / across;
    const cv::Rect where(column * blocks.width, row * blocks.height, blocks.width, blocks.height);
    const cv::Rect inside = where & picture;
    const auto jpeg = whole_jpeg(tiff, bytes_of_block(file, tiff, block, file.size()));
    Header of_block = read_jpeg_header({file.path(), jpeg});
    of_block.icc_profile.reset();  // that of the TIFF holds for all blocks
    const bool fits =
        of_block.width == where.width && (of_block.height == where.height ||
                                          (!blocks.are_tiles && of_block.height == inside.height));
    if (inside.empty() || !fits) {
      refuse_block(file, block, "is not as large as the TIFF says");
    }
    const cv::Mat pixels = decode(file, jpeg, VipsFormat::jpeg, of_block).image.pixels;
    pixels(cv::Rect(cv::Point(0, 0), inside.size())).copyTo(image.pixels(inside));
  }
  return image;
}

}  // namespace msmv::image
