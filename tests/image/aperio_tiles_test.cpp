#include "msmv/image/aperio_tiles.h"

#include "image/pictures.h"
#include "image/tiff_file.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::TemporaryFolder;

constexpr int kTileSide = 64;

// A codestream of this picture, whose channels are stored as they are.
std::string codestream(const cv::Mat& rgb) {
  const std::string file =
      testing::encoded(".jp2", rgb, {cv::IMWRITE_JPEG2000_COMPRESSION_X1000, 1000});
  return file.substr(file.find("\xff\x4f\xff\x51"));
}

void write_aperio(const std::filesystem::path& path, const cv::Mat& channels, int compression) {
  TIFF* tiff = TIFFOpen(path.c_str(), "w");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, channels.cols);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, channels.rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
  TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTileSide);
  TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTileSide);
  cv::Mat padded;
  cv::copyMakeBorder(channels, padded, 0, kTileSide, 0, kTileSide, cv::BORDER_REPLICATE);
  std::uint32_t tile = 0;
  for (int y = 0; y < channels.rows; y += kTileSide) {
    for (int x = 0; x < channels.cols; x += kTileSide) {
      std::string bytes = codestream(padded(cv::Rect(x, y, kTileSide, kTileSide)));
      TIFFWriteRawTile(tiff, tile++, bytes.data(), static_cast<tmsize_t>(bytes.size()));
    }
  }
  TIFFClose(tiff);
}

TEST(AperioTiles, OfRgbAreJoinedAndClipped) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(150, 100);
  write_aperio(folder / "a.svs", rgb, 33005);
  EXPECT_LE(testing::largest_difference(read(folder / "a.svs", {}).image.pixels, rgb), 1);
}

// JFIF's equations: R = Y + 1.402 (Cr - 128), B = Y + 1.772 (Cb - 128).
TEST(AperioTiles, OfYcbcrAreConverted) {
  const TemporaryFolder folder;
  const cv::Mat ycbcr(70, 70, CV_8UC3, cv::Scalar(150, 138, 148));
  write_aperio(folder / "a.svs", ycbcr, 33003);
  const cv::Mat pixels = read(folder / "a.svs", {}).image.pixels;
  const cv::Vec3b pixel = pixels.at<cv::Vec3b>(69, 69);
  EXPECT_NEAR(pixel[0], 150 + 1.402 * 20, 1);
  EXPECT_NEAR(pixel[1], 150 - 0.344 * 10 - 0.714 * 20, 1);
  EXPECT_NEAR(pixel[2], 150 + 1.772 * 10, 1);
}

// The mean of the whole first level as OpenSlide 3.4.1 reads it (through libvips' openslideload).
TEST(AperioTiles, OfARealSlideHaveTheColoursThatOpenSlideFinds) {
  MSMV_NEEDS_SHARED();
  const auto slide = testing::shared_folder() / "data/slides/tcga-cr-7395-01a-01-ts1.svs";
  const cv::Scalar mean = cv::mean(read(slide, {}).image.pixels);
  EXPECT_NEAR(mean[0], 217.70, 0.02);
  EXPECT_NEAR(mean[1], 158.62, 0.02);
  EXPECT_NEAR(mean[2], 188.47, 0.02);
}

}  // namespace
}  // namespace msmv::image
