#include "msmv/image/jp2_header.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

namespace msmv::image {
namespace {

constexpr std::uint16_t kStartOfCodestream = 0xFF4F;
constexpr std::uint16_t kSize = 0xFF51;
constexpr std::uint16_t kStartOfTilePart = 0xFF90;
constexpr std::uint16_t kStartOfData = 0xFF93;
constexpr std::uint16_t kEndOfCodestream = 0xFFD9;

struct Box {
  std::string_view type;
  std::uint64_t body = 0, end = 0;
};

Box box_at(const UntrustedBytes& bytes, std::uint64_t at) {
  const auto head = bytes.span(at, 8, "a JPEG 2000 box");
  Box box{std::string_view(reinterpret_cast<const char*>(head.data()) + 4, 4), at + 8, 0};
  std::uint64_t length = bytes.u32_big(at, "a JPEG 2000 box");
  if (length == 1) {
    length = bytes.u64_big(at + 8, "a JPEG 2000 box");
    box.body = at + 16;
  } else if (length == 0) {  // to the end of the file
    length = bytes.size() - at;
  }
  if (length < box.body - at) {
    bytes.refuse("is damaged: the JPEG 2000 box at byte " + std::to_string(at) + " claims " +
                 std::to_string(length) + " bytes");
  }
  bytes.span(at, length, "a JPEG 2000 box");
  box.end = at + length;
  return box;
}

// Refuses what is neither gray nor RGB: CMYK would otherwise pass for RGB with opacity.
void read_colours(const UntrustedBytes& bytes, const Box& header_box, Header& header) {
  constexpr std::uint8_t kEnumerated = 1, kRestrictedProfile = 2, kAnyProfile = 3;
  constexpr std::uint32_t kSrgb = 16, kGray = 17, kSycc = 18, kEsrgb = 20;
  for (std::uint64_t at = header_box.body; at < header_box.end;) {
    const Box box = box_at(bytes, at);
    const int method = box.type == "colr" ? bytes.u8(box.body, "the colour box") : 0;
    if (method == kRestrictedProfile || method == kAnyProfile) {
      const std::uint64_t begin = std::min(box.body + 3, box.end);
      const auto profile = bytes.span(begin, box.end - begin, "the colour box");
      header.icc_profile = IccProfile(profile.begin(), profile.end());
    } else if (method == kEnumerated) {
      const std::uint32_t space = bytes.u32_big(box.body + 3, "the colour box");
      if (space == 12) {
        bytes.refuse("is a CMYK image: expected gray or RGB (save it as RGB)");
      }
      if (space != kSrgb && space != kGray && space != kSycc && space != kEsrgb) {
        bytes.refuse("has JPEG 2000 colour space " + std::to_string(space) +
                     ": expected gray or RGB");
      }
    }
    at = box.end;
  }
}

// The position of the codestream. What stands before it of the colours goes into `header`.
std::uint64_t find_codestream(const UntrustedBytes& bytes, Header& header) {
  if (bytes.u16_big(0, "a codestream") == kStartOfCodestream) {
    return 0;
  }
  for (std::uint64_t at = 0; at < bytes.size();) {
    const Box box = box_at(bytes, at);
    if (box.type == "jp2h") {
      read_colours(bytes, box, header);
    } else if (box.type == "jp2c") {
      return box.body;
    }
    at = box.end;
  }
  bytes.refuse("is damaged: it has no JPEG 2000 codestream");
}

// The decoder will have to keep account of this much, known from the size of the picture.
struct Extent {
  double samples = 0;  // of all channels
  double tiles = 1;
  double layers = 1;
};

Extent read_size(const UntrustedBytes& bytes, std::uint64_t at, Header& header) {
  const char* what = "the JPEG 2000 size marker";
  if (bytes.u16_big(at, what) != kStartOfCodestream || bytes.u16_big(at + 2, what) != kSize) {
    bytes.refuse("is damaged: its JPEG 2000 codestream doesn't start with its size");
  }
  const std::uint64_t body = at + 8;
  const auto number = [&](std::uint64_t offset) {
    return static_cast<std::int64_t>(bytes.u32_big(body + offset, what));
  };
  header.width = number(0) - number(8);
  header.height = number(4) - number(12);
  const std::uint64_t channels = bytes.u16_big(body + 32, what);
  if (channels < 1 || channels > 4) {
    bytes.refuse("has " + std::to_string(channels) + " channels: expected gray or RGB");
  }
  header.alpha = channels % 2 == 0 ? Alpha::opacity : Alpha::none;
  for (std::uint64_t c = 0; c < channels; ++c) {
    const int form = bytes.u8(body + 34 + 3 * c, what);  // 0x80 signed, then bits - 1
    if (form >= 16) {
      bytes.refuse("has " + std::string(form >= 0x80 ? "signed" : "more than 16-bit") +
                   " samples: expected at most 16 bits, unsigned");
    }
  }
  Extent extent;
  extent.samples = static_cast<double>(header.width) * static_cast<double>(header.height) *
                   static_cast<double>(channels);
  const auto tiles_along = [&](std::uint64_t end_at, std::uint64_t side_at,
                               std::uint64_t start_at) {
    const auto side = static_cast<double>(std::max<std::int64_t>(1, number(side_at)));
    return std::ceil(static_cast<double>(number(end_at) - number(start_at)) / side);
  };
  extent.tiles = tiles_along(0, 16, 24) * tiles_along(4, 20, 28);
  return extent;
}

// libvips takes no account of where the picture begins on the grid and reads beyond the decoder's
// memory then; nor can it put chroma of fewer samples beside a side that they don't divide. `body`:
// of the size marker.
void require_decodable(const UntrustedBytes& bytes, std::uint64_t body, const Header& header) {
  const char* what = "the JPEG 2000 size marker";
  for (const std::uint64_t origin : {8U, 12U, 24U, 28U}) {  // of the picture, of the tiles
    if (bytes.u32_big(body + origin, what) != 0) {
      bytes.refuse("begins inside its JPEG 2000 grid: expected to begin at 0, 0");
    }
  }
  const std::uint64_t channels = bytes.u16_big(body + 32, what);
  for (std::uint64_t c = 0; c < channels; ++c) {
    const std::int64_t step_x = std::max<int>(1, bytes.u8(body + 35 + 3 * c, what));
    const std::int64_t step_y = std::max<int>(1, bytes.u8(body + 36 + 3 * c, what));
    if (header.width % step_x != 0 || header.height % step_y != 0) {
      bytes.refuse("has " + std::to_string(header.width) + " x " + std::to_string(header.height) +
                   " pixels and JPEG 2000 chroma of fewer: expected even sides");
    }
  }
}

// A few bytes may stand for a picture that takes minutes to decode.
void require_dense(const UntrustedBytes& bytes, const Header& header) {
  constexpr std::int64_t kLarge = 1 << 26, kMostAByte = 1000;
  const std::int64_t pixels = header.width * header.height;
  if (pixels > kLarge && pixels / kMostAByte > static_cast<std::int64_t>(bytes.size())) {
    bytes.refuse("has " + std::to_string(pixels) + " pixels in " + std::to_string(bytes.size()) +
                 " bytes of JPEG 2000: expected at most " + std::to_string(kMostAByte) + " a byte");
  }
}

// A file of a few bytes can ask for blocks of 4 x 4 samples, precincts of one and 65,535 layers,
// for each of which OpenJPEG allocates before it sees that the data are not there.
class CodingLimits {
 public:
  explicit CodingLimits(const Extent& extent) : extent_(extent) {}

  // `at`: a COD or COC marker; other markers are passed over.
  void check(const UntrustedBytes& bytes, std::uint64_t at) {
    constexpr std::uint16_t kCodingStyle = 0xFF52, kChannelCodingStyle = 0xFF53;
    const char* what = "a JPEG 2000 coding style";
    const std::uint16_t marker = bytes.u16_big(at, what);
    if (marker == kCodingStyle) {
      extent_.layers = std::max(extent_.layers, static_cast<double>(bytes.u16_big(at + 6, what)));
      require_modest(bytes, bytes.u8(at + 4, what), at + 9);
    } else if (marker == kChannelCodingStyle) {
      require_modest(bytes, bytes.u8(at + 5, what), at + 6);
    }
  }

 private:
  // `at`: the number of resolutions less one, then the sides of blocks and of precincts as powers
  // of two (ITU-T T.800, table A.15).
  void require_modest(const UntrustedBytes& bytes, int style, std::uint64_t at) const {
    constexpr double kMostParts = 1 << 21, kPartsPerTile = 128;
    const char* what = "a JPEG 2000 coding style";
    const int levels = bytes.u8(at, what);
    const int block_x = bytes.u8(at + 1, what) + 2, block_y = bytes.u8(at + 2, what) + 2;
    const bool has_precincts = (style & 1) != 0;
    double parts = extent_.tiles * kPartsPerTile;
    for (int level = 0; level <= levels; ++level) {
      const int sides =
          has_precincts ? bytes.u8(at + 5 + static_cast<std::uint64_t>(level), what) : 0xFF;
      const int precinct_x = sides & 15, precinct_y = sides >> 4;
      const double samples = std::ldexp(extent_.samples, -2 * (levels - level));
      parts += std::ldexp(samples, -precinct_x - precinct_y) * extent_.layers;
      parts += std::ldexp(samples, -std::min(block_x, precinct_x) - std::min(block_y, precinct_y));
    }
    if (parts > kMostParts) {
      bytes.refuse("is coded in " +
                   std::to_string(static_cast<std::int64_t>(std::min(parts, 9e15))) +
                   " JPEG 2000 parts: expected at most " +
                   std::to_string(static_cast<std::int64_t>(kMostParts)));
    }
  }

  Extent extent_;
};

// Walks markers from `at` to one of `stops`, and returns its position.
std::uint64_t walk_markers(const UntrustedBytes& bytes, std::uint64_t at, CodingLimits& limits,
                           std::initializer_list<std::uint16_t> stops) {
  while (true) {
    const std::uint16_t marker = bytes.u16_big(at, "the end marker of its JPEG 2000 data");
    if (std::ranges::find(stops, marker) != stops.end()) {
      return at;
    }
    const std::uint64_t length = bytes.u16_big(at + 2, "a JPEG 2000 marker");
    if (marker < 0xFF00 || length < 2) {
      bytes.refuse("is damaged: no JPEG 2000 marker stands at byte " + std::to_string(at));
    }
    limits.check(bytes, at);
    at += 2 + length;
  }
}

void walk_tile_parts(const UntrustedBytes& bytes, std::uint64_t at, CodingLimits& limits) {
  constexpr std::uint64_t kHeadBytes = 12;
  while (true) {
    at = walk_markers(bytes, at, limits, {kStartOfTilePart, kEndOfCodestream});
    if (bytes.u16_big(at, "JPEG 2000") == kEndOfCodestream) {
      return;
    }
    const std::uint64_t part_length = bytes.u32_big(at + 6, "a JPEG 2000 tile part");
    if (part_length != 0 && part_length < kHeadBytes) {
      bytes.refuse("is damaged: the JPEG 2000 tile part at byte " + std::to_string(at) +
                   " claims " + std::to_string(part_length) + " bytes");
    }
    bytes.span(at, part_length, "a JPEG 2000 tile part");
    walk_markers(bytes, at + kHeadBytes, limits, {kStartOfData});
    if (part_length == 0) {  // the last one, to the end of the codestream
      if (bytes.u16_big(bytes.size() - 2, "JPEG 2000") != kEndOfCodestream) {
        bytes.refuse("is truncated: the end marker of its JPEG 2000 data is missing");
      }
      return;
    }
    at += part_length;
  }
}

}  // namespace

Header read_jp2_header(const UntrustedBytes& bytes, std::int64_t max_pixels) {
  Header header;
  const std::uint64_t codestream = find_codestream(bytes, header);
  const Extent extent = read_size(bytes, codestream, header);
  if (header.width < 1 || header.height < 1 || header.width > max_pixels / header.height) {
    return header;  // the caller refuses it
  }
  require_decodable(bytes, codestream + 8, header);
  CodingLimits limits(extent);
  walk_tile_parts(bytes, codestream + 2, limits);
  require_dense(bytes, header);
  return header;
}

}  // namespace msmv::image
