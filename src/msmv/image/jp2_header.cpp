#include "msmv/image/jp2_header.h"

#include <optional>
#include <string>
#include <string_view>

namespace msmv::image {
namespace {

constexpr std::uint16_t kStartOfCodestream = 0xFF4F;
constexpr std::uint16_t kSize = 0xFF51;
constexpr std::uint16_t kStartOfTilePart = 0xFF90;
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

// CMYK would otherwise pass for RGB with opacity.
void refuse_foreign_colours(const UntrustedBytes& bytes, const Box& header_box) {
  constexpr std::uint8_t kEnumerated = 1;
  constexpr std::uint32_t kSrgb = 16, kGray = 17, kSycc = 18, kEsrgb = 20;
  for (std::uint64_t at = header_box.body; at < header_box.end;) {
    const Box box = box_at(bytes, at);
    if (box.type == "colr" && bytes.u8(box.body, "the colour box") == kEnumerated) {
      const std::uint32_t space = bytes.u32_big(box.body + 3, "the colour box");
      if (space == 12) {
        bytes.refuse("is a CMYK image: expected gray or RGB");
      }
      if (space != kSrgb && space != kGray && space != kSycc && space != kEsrgb) {
        bytes.refuse("has JPEG 2000 colour space " + std::to_string(space) +
                     ": expected gray or RGB");
      }
    }
    at = box.end;
  }
}

// The position of the codestream.
std::uint64_t find_codestream(const UntrustedBytes& bytes) {
  if (bytes.u16_big(0, "a codestream") == kStartOfCodestream) {
    return 0;
  }
  for (std::uint64_t at = 0; at < bytes.size();) {
    const Box box = box_at(bytes, at);
    if (box.type == "jp2h") {
      refuse_foreign_colours(bytes, box);
    } else if (box.type == "jp2c") {
      return box.body;
    }
    at = box.end;
  }
  bytes.refuse("is damaged: it has no JPEG 2000 codestream");
}

void read_size(const UntrustedBytes& bytes, std::uint64_t at, Header& header) {
  const char* what = "the JPEG 2000 size marker";
  if (bytes.u16_big(at, what) != kStartOfCodestream || bytes.u16_big(at + 2, what) != kSize) {
    bytes.refuse("is damaged: its JPEG 2000 codestream doesn't start with its size");
  }
  const std::uint64_t body = at + 8;
  const auto extent = [&](std::uint64_t end_at, std::uint64_t begin_at) {
    return static_cast<std::int64_t>(bytes.u32_big(end_at, what)) -
           static_cast<std::int64_t>(bytes.u32_big(begin_at, what));
  };
  header.width = extent(body, body + 8);
  header.height = extent(body + 4, body + 12);
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
}

void walk_tile_parts(const UntrustedBytes& bytes, std::uint64_t at) {
  while (true) {
    const std::uint16_t marker = bytes.u16_big(at, "the end marker of its JPEG 2000 data");
    if (marker == kEndOfCodestream) {
      return;
    }
    const std::uint64_t length = bytes.u16_big(at + 2, "a JPEG 2000 marker");
    if (marker < 0xFF00 || length < 2) {
      bytes.refuse("is damaged: no JPEG 2000 marker stands at byte " + std::to_string(at));
    }
    if (marker != kStartOfTilePart) {
      at += 2 + length;
      continue;
    }
    const std::uint64_t part_length = bytes.u32_big(at + 6, "a JPEG 2000 tile part");
    if (part_length == 0) {  // the last one, to the end of the codestream
      if (bytes.u16_big(bytes.size() - 2, "JPEG 2000") != kEndOfCodestream) {
        bytes.refuse("is truncated: the end marker of its JPEG 2000 data is missing");
      }
      return;
    }
    if (part_length < 12) {
      bytes.refuse("is damaged: the JPEG 2000 tile part at byte " + std::to_string(at) +
                   " claims " + std::to_string(part_length) + " bytes");
    }
    bytes.span(at, part_length, "a JPEG 2000 tile part");
    at += part_length;
  }
}

}  // namespace

Header read_jp2_header(const UntrustedBytes& bytes) {
  Header header;
  const std::uint64_t codestream = find_codestream(bytes);
  read_size(bytes, codestream, header);
  walk_tile_parts(bytes, codestream + 2);
  return header;
}

}  // namespace msmv::image
