#include "msmv/image/aperio_tiles.h"

#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "msmv/image/decode.h"
#include "msmv/image/jp2_header.h"
#include "msmv/image/tiff_directory.h"
#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

constexpr int kYcbcr = 33003, kRgb = 33005;

std::vector<std::uint8_t> raw_tile(const OpenFile& file, const TiffDirectory& tiff,
                                   std::uint32_t tile) {
  std::vector<std::uint8_t> bytes(TIFFGetStrileByteCount(tiff.get(), tile));
  const auto size = static_cast<tmsize_t>(bytes.size());
  if (TIFFReadRawTile(tiff.get(), tile, bytes.data(), size) != size) {
    throw InputError(file.path(),
                     "is damaged: TIFF tile " + std::to_string(tile + 1) + " can't be read");
  }
  return bytes;
}

// libvips has converted the colours already where the chroma has fewer samples than the luma: it
// is sure of YCbCr then.
bool has_full_chroma(const UntrustedBytes& codestream) {
  constexpr std::uint64_t kStepOfSecondChannel = 46;  // XRsiz, YRsiz in the size marker
  return codestream.u16_big(kStepOfSecondChannel, "the JPEG 2000 size marker") == 0x0101;
}

}  // namespace

bool is_aperio_jpeg2000(int tiff_compression) {
  return tiff_compression == kYcbcr || tiff_compression == kRgb;
}

RgbImage decode_aperio_tiles(const OpenFile& file, const Header& header) {
  const TiffDirectory tiff(file);
  const cv::Size tile_size(static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILEWIDTH)),
                           static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILELENGTH)));
  const bool is_ycbcr = tiff.number<std::uint16_t>(TIFFTAG_COMPRESSION) == kYcbcr;
  const auto width = static_cast<int>(header.width), height = static_cast<int>(header.height);
  RgbImage image{cv::Mat(height, width, CV_8UC3)};
  std::uint32_t tile = 0;
  for (int y = 0; y < height; y += tile_size.height) {
    for (int x = 0; x < width; x += tile_size.width, ++tile) {
      const std::vector<std::uint8_t> bytes = raw_tile(file, tiff, tile);
      const UntrustedBytes codestream(file.path(), bytes);
      const Header tile_header = read_jp2_header(codestream, tile_size.area());
      if (tile_header.width != tile_size.width || tile_header.height != tile_size.height) {
        codestream.refuse("is damaged: TIFF tile " + std::to_string(tile + 1) + " has " +
                          std::to_string(tile_header.width) + " x " +
                          std::to_string(tile_header.height) + " pixels");
      }
      cv::Mat pixels = decode(file, bytes, VipsFormat::jpeg2000, tile_header).image.pixels;
      if (is_ycbcr && has_full_chroma(codestream)) {
        constexpr std::array kToYcrcb = {0, 0, 1, 2, 2, 1};  // OpenCV has the red chroma first
        cv::Mat ycrcb(pixels.size(), CV_8UC3);
        cv::mixChannels(pixels, ycrcb, kToYcrcb.data(), 3);
        cv::cvtColor(ycrcb, pixels, cv::COLOR_YCrCb2RGB);
      }
      const cv::Rect inside = cv::Rect(cv::Point(x, y), tile_size) & cv::Rect(0, 0, width, height);
      pixels(cv::Rect(cv::Point(0, 0), inside.size())).copyTo(image.pixels(inside));
    }
  }
  return image;
}

}  // namespace msmv::image
