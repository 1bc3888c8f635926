#include "msmv/image/planar_tiles.h"

#include <opencv2/core.hpp>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

constexpr std::uint16_t kRed = 0, kGreen = 1, kBlue = 2;

}  // namespace

bool has_planar_tiles(const TiffDirectory& tiff) {
  return TIFFIsTiled(tiff.get()) != 0 &&
         tiff.number<std::uint16_t>(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE &&
         tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_RGB &&
         tiff.number<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL) == 3 &&
         tiff.number<std::uint16_t>(TIFFTAG_BITSPERSAMPLE) == 8;
}

RgbImage decode_planar_tiles(const OpenFile& file, const Header& header) {
  const TiffDirectory tiff(file);
  const cv::Size tile_size(static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILEWIDTH)),
                           static_cast<int>(tiff.number<std::uint32_t>(TIFFTAG_TILELENGTH)));
  const cv::Rect picture(0, 0, static_cast<int>(header.width), static_cast<int>(header.height));
  RgbImage image{cv::Mat(picture.size(), CV_8UC3)};
  cv::Mat tile(tile_size, CV_8UC1);
  const auto bytes = static_cast<tmsize_t>(tile.total());
  for (const std::uint16_t colour : {kRed, kGreen, kBlue}) {
    for (int y = 0; y < picture.height; y += tile_size.height) {
      for (int x = 0; x < picture.width; x += tile_size.width) {
        const std::uint32_t number = TIFFComputeTile(tiff.get(), static_cast<std::uint32_t>(x),
                                                     static_cast<std::uint32_t>(y), 0, colour);
        if (TIFFReadEncodedTile(tiff.get(), number, tile.data, bytes) != bytes) {
          throw InputError(file.path(), "is damaged: TIFF tile " + std::to_string(number + 1) +
                                            " can't be decoded");
        }
        const cv::Rect inside = cv::Rect(cv::Point(x, y), tile_size) & picture;
        cv::Mat part = image.pixels(inside);
        cv::insertChannel(tile(cv::Rect(cv::Point(0, 0), inside.size())), part, colour);
      }
    }
  }
  return image;
}

}  // namespace msmv::image
