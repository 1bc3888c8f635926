#include "msmv/image/bmp.h"

#include <cstdlib>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>

#include "msmv/image/to_rgb8.h"

namespace msmv::image {
namespace {

constexpr std::uint64_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeaderBytes = 12;  // OS/2's, with sizes of 16 bits
constexpr std::uint32_t kPlain = 0, kBitFields = 3;

struct Layout {
  std::int64_t width = 0, height = 0;
  int bits = 0;
  std::uint32_t compression = kPlain, palette_colours = 0, header_bytes = 0;
};

Layout read_layout(const UntrustedBytes& bytes) {
  const char* what = "the BMP header";
  Layout layout;
  layout.header_bytes = bytes.u32_little(kFileHeaderBytes, what);
  if (layout.header_bytes == kCoreHeaderBytes) {
    layout.width = bytes.u16_little(18, what);
    layout.height = bytes.u16_little(20, what);
    layout.bits = bytes.u16_little(24, what);
    return layout;
  }
  if (layout.header_bytes < 40 || layout.header_bytes > 256) {
    bytes.refuse("is damaged: its BMP header claims " + std::to_string(layout.header_bytes) +
                 " bytes");
  }
  bytes.span(kFileHeaderBytes, layout.header_bytes, what);
  layout.width = static_cast<std::int32_t>(bytes.u32_little(18, what));
  const std::int64_t signed_height = static_cast<std::int32_t>(bytes.u32_little(22, what));
  layout.height = std::abs(signed_height);  // negative: the first row is the upper one
  layout.bits = bytes.u16_little(28, what);
  layout.compression = bytes.u32_little(30, what);
  layout.palette_colours = bytes.u32_little(46, what);
  return layout;
}

void require_decodable(const UntrustedBytes& bytes, const Layout& layout) {
  const bool has_fields = layout.compression == kBitFields && layout.bits == 32;
  if (layout.compression != kPlain && !has_fields) {
    bytes.refuse("is a compressed BMP (method " + std::to_string(layout.compression) +
                 "): expected an uncompressed one");
  }
  const int bits = layout.bits;
  if (bits != 1 && bits != 4 && bits != 8 && bits != 24 && bits != 32) {
    bytes.refuse("is a BMP of " + std::to_string(bits) +
                 " bits a pixel: expected 1, 4, 8, 24 or 32");
  }
  if (layout.width < 0) {
    bytes.refuse("is damaged: its BMP header claims a width of " + std::to_string(layout.width));
  }
  if (bits <= 8 && layout.palette_colours > (1U << bits)) {
    bytes.refuse("is damaged: its BMP header claims a palette of " +
                 std::to_string(layout.palette_colours) + " colours");
  }
}

// The version 5 header can say that a profile lies in the file.
std::optional<IccProfile> embedded_profile(const UntrustedBytes& bytes, const Layout& layout) {
  constexpr std::uint32_t kVersion5Bytes = 124, kEmbedded = 0x4D424544;  // "MBED"
  const char* what = "the BMP header";
  if (layout.header_bytes < kVersion5Bytes || bytes.u32_little(70, what) != kEmbedded) {
    return std::nullopt;
  }
  const auto profile = bytes.span(kFileHeaderBytes + bytes.u32_little(126, what),
                                  bytes.u32_little(130, what), "its ICC profile");
  return IccProfile(profile.begin(), profile.end());
}

}  // namespace

Header read_bmp_header(const UntrustedBytes& bytes) {
  const Layout layout = read_layout(bytes);
  require_decodable(bytes, layout);
  const std::uint64_t pixels_at = bytes.u32_little(10, "the BMP header");
  const std::uint64_t colour_bytes = layout.header_bytes == kCoreHeaderBytes ? 3 : 4;
  std::uint64_t palette_bytes = 0;
  if (layout.bits <= 8) {
    const std::uint64_t colours =
        layout.palette_colours != 0 ? layout.palette_colours : 1ULL << layout.bits;
    palette_bytes = colours * colour_bytes;
  }
  if (pixels_at < kFileHeaderBytes + layout.header_bytes + palette_bytes) {
    bytes.refuse("is damaged: its BMP pixels start at byte " + std::to_string(pixels_at) +
                 ", inside the header");
  }
  const auto bits = static_cast<std::uint64_t>(layout.bits);
  const std::uint64_t row_bytes = (static_cast<std::uint64_t>(layout.width) * bits + 31) / 32 * 4;
  bytes.span(pixels_at, row_bytes * static_cast<std::uint64_t>(layout.height),
             "its BMP pixel data");
  constexpr std::int64_t kMostOfOpencv = 1 << 20;
  if (layout.width > kMostOfOpencv || layout.height > kMostOfOpencv ||
      bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    bytes.refuse("is a BMP of " + std::to_string(layout.width) + " x " +
                 std::to_string(layout.height) +
                 " pixels: expected at most 1048576 a side and 2 GB");
  }
  Header header{layout.width, layout.height};
  // Only the version 4 header has an opacity mask, at byte 66; elsewhere the fourth byte is unused.
  const bool has_opacity = layout.compression == kBitFields && layout.header_bytes >= 56 &&
                           bytes.u32_little(66, "the BMP header") != 0;
  header.alpha = has_opacity ? Alpha::opacity : Alpha::ignored;
  header.icc_profile = embedded_profile(bytes, layout);
  return header;
}

RgbImage decode_bmp(const UntrustedBytes& bytes, const Header& header) {
  const auto all = bytes.span(0, bytes.size(), "BMP");
  const cv::Mat encoded(1, static_cast<int>(all.size()), CV_8UC1,
                        const_cast<std::uint8_t*>(all.data()));
  const bool keep_alpha = header.alpha == Alpha::opacity;
  const cv::Mat decoded =
      cv::imdecode(encoded, keep_alpha ? cv::IMREAD_UNCHANGED : cv::IMREAD_COLOR);
  if (decoded.cols != header.width || decoded.rows != header.height) {
    bytes.refuse("is damaged: its BMP data can't be decoded");
  }
  RgbImage image;
  if (decoded.channels() == 3) {
    cv::cvtColor(decoded, image.pixels, cv::COLOR_BGR2RGB);
    return image;
  }
  cv::Mat rgba;
  cv::cvtColor(decoded, rgba, cv::COLOR_BGRA2RGBA);
  image.pixels.create(rgba.size(), CV_8UC3);
  for (int y = 0; y < rgba.rows; ++y) {
    to_rgb8({rgba.ptr(y), 4, 8, Alpha::opacity}, rgba.cols, image.pixels.ptr(y));
  }
  return image;
}

}  // namespace msmv::image
