#include "msmv/image/png_header.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "msmv/image/icc_profile.h"
#include "msmv/image/pixel_size.h"

namespace msmv::image {
namespace {

constexpr std::uint64_t kSignatureBytes = 8;
constexpr std::uint64_t kMaxChunkBytes = 0x7FFFFFFF;

struct Chunk {
  std::string_view type;
  std::uint64_t body = 0, length = 0;  // position of its first byte, and how many there are

  std::uint64_t end() const { return body + length + 4; }  // after the checksum
};

Chunk chunk_at(const UntrustedBytes& bytes, std::uint64_t at) {
  const auto head = bytes.span(at, 8, "a PNG chunk");
  const Chunk chunk{std::string_view(reinterpret_cast<const char*>(head.data()) + 4, 4), at + 8,
                    bytes.u32_big(at, "a PNG chunk")};
  for (const char letter : chunk.type) {
    if ((letter < 'A' || letter > 'Z') && (letter < 'a' || letter > 'z')) {
      bytes.refuse("is damaged: no PNG chunk starts at byte " + std::to_string(at));
    }
  }
  const std::string what = "PNG chunk " + std::string(chunk.type);
  if (chunk.length > kMaxChunkBytes) {
    bytes.refuse("is damaged: " + what + " claims " + std::to_string(chunk.length) + " bytes");
  }
  bytes.span(chunk.body, chunk.length + 4, what.c_str());
  return chunk;
}

bool is_known_pixel_form(int bits, int colour_type) {
  switch (colour_type) {
    case 0:
      return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    case 3:
      return bits == 1 || bits == 2 || bits == 4 || bits == 8;
    case 2:
    case 4:
    case 6:
      return bits == 8 || bits == 16;
    default:
      return false;
  }
}

// Returns the colour type.
int read_ihdr(const UntrustedBytes& bytes, const Chunk& chunk, Header& header) {
  if (chunk.type != "IHDR" || chunk.length != 13) {
    bytes.refuse("is damaged: its first PNG chunk is " + std::string(chunk.type) + " of " +
                 std::to_string(chunk.length) + " bytes, expected IHDR of 13");
  }
  header.width = bytes.u32_big(chunk.body, "IHDR");
  header.height = bytes.u32_big(chunk.body + 4, "IHDR");
  const int bits = bytes.u8(chunk.body + 8, "IHDR");
  const int colour_type = bytes.u8(chunk.body + 9, "IHDR");
  if (!is_known_pixel_form(bits, colour_type)) {
    bytes.refuse("is damaged: PNG has no colour type " + std::to_string(colour_type) + " with " +
                 std::to_string(bits) + " bits");
  }
  header.alpha = colour_type == 4 || colour_type == 6 ? Alpha::opacity : Alpha::none;
  return colour_type;
}

void read_phys(const UntrustedBytes& bytes, const Chunk& chunk, Header& header) {
  constexpr int kMetre = 1;
  if (chunk.length != 9 || bytes.u8(chunk.body + 8, "pHYs") != kMetre) {
    return;
  }
  const PixelSize um_per_px{1e6 / bytes.u32_big(chunk.body, "pHYs"),
                            1e6 / bytes.u32_big(chunk.body + 4, "pHYs")};
  if (is_plausible(um_per_px)) {
    header.pixel_size = {um_per_px, "PNG pHYs chunk"};
  }
}

// A name, the method of compression (there is one), the compressed profile.
void read_iccp(const UntrustedBytes& bytes, const Chunk& chunk, Header& header) {
  const auto body = bytes.span(chunk.body, chunk.length, "iCCP");
  const auto name_end = std::ranges::find(body, 0);
  constexpr std::ptrdiff_t kZeroAndMethod = 2;
  header.icc_profile = body.end() - name_end < kZeroAndMethod
                           ? IccProfile{}
                           : inflated_profile({name_end + kZeroAndMethod, body.end()});
}

// An animation (APNG): its first frame is the picture only where it has frame control before it.
std::string note_of_frames(std::uint64_t frames, bool begins_with_picture) {
  const std::uint64_t pictures = frames + (begins_with_picture ? 0 : 1);
  return frames > 0 && pictures > 1 ? note_of_first(std::to_string(pictures), "frames") : "";
}

}  // namespace

Header read_png_header(const UntrustedBytes& bytes) {
  constexpr int kPaletteColours = 3;
  Header header;
  Chunk chunk = chunk_at(bytes, kSignatureBytes);
  const int colour_type = read_ihdr(bytes, chunk, header);
  bool has_palette = false, has_pixels = false, is_frame = false;
  std::uint64_t frames = 0;
  while (chunk.type != "IEND") {
    chunk = chunk_at(bytes, chunk.end());
    if (chunk.type == "PLTE") {
      has_palette = true;
    } else if (chunk.type == "IDAT") {
      has_pixels = true;
    } else if (chunk.type == "tRNS") {
      header.alpha = Alpha::opacity;
    } else if (chunk.type == "pHYs") {
      read_phys(bytes, chunk, header);
    } else if (chunk.type == "iCCP") {
      read_iccp(bytes, chunk, header);
    } else if (chunk.type == "acTL" && chunk.length == 8) {
      frames = bytes.u32_big(chunk.body, "acTL");
    } else if (chunk.type == "fcTL" && !has_pixels) {
      is_frame = true;
    }
  }
  if (!has_pixels) {
    bytes.refuse("is damaged: it has no pixels (no IDAT chunk)");
  }
  if (colour_type == kPaletteColours && !has_palette) {
    bytes.refuse("is damaged: its colours are of a palette, which is missing");
  }
  header.note = note_of_frames(frames, is_frame);
  return header;
}

}  // namespace msmv::image
