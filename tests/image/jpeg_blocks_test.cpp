#include "msmv/image/jpeg_blocks.h"

#include <opencv2/imgproc.hpp>

#include "image/pictures.h"
#include "image/tiff_file.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::TemporaryFolder;
using testing::TiffForm;

double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() ? cv::norm(a, b, cv::NORM_L1) / static_cast<double>(3 * a.total())
                              : 1e9;
}

// What libtiff itself makes of a file.
cv::Mat by_libtiff(const std::filesystem::path& path) {
  TIFF* tiff = TIFFOpen(path.c_str(), "r");
  std::uint32_t width = 0, height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  cv::Mat rgba(static_cast<int>(height), static_cast<int>(width), CV_8UC4), rgb;
  EXPECT_EQ(TIFFReadRGBAImageOriented(tiff, width, height, rgba.ptr<std::uint32_t>(),
                                      ORIENTATION_TOPLEFT, 1),
            1);
  TIFFClose(tiff);
  cv::cvtColor(rgba, rgb, cv::COLOR_RGBA2RGB);
  return rgb;
}

// Every kind of JPEG that libtiff writes, and what its tag and its chroma are.
struct JpegForm {
  TiffForm form;
  int step_across = 1, step_down = 1;  // of the chroma
};

class JpegInTiff : public ::testing::TestWithParam<JpegForm> {};

TEST_P(JpegInTiff, HasTheColoursThatLibtiffSees) {
  const auto& [form, across, down] = GetParam();
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(150, 100);
  cv::Mat stored = rgb;
  if (form.photometric == PHOTOMETRIC_MINISBLACK) {
    cv::cvtColor(rgb, stored, cv::COLOR_RGB2GRAY);
  }
  testing::write_tiff(folder / "a.tif", stored, form,
                      [&, across = across, down = down](TIFF* tiff) {
                        if (form.photometric == PHOTOMETRIC_YCBCR) {
                          TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, across, down);
                        }
                      });
  const cv::Mat got = read(folder / "a.tif", {}).image.pixels;
  EXPECT_LE(mean_difference(got, by_libtiff(folder / "a.tif")), 2);  // smoothing of the chroma
}

constexpr int kYcbcr = PHOTOMETRIC_YCBCR, kGray = PHOTOMETRIC_MINISBLACK, kJpeg = COMPRESSION_JPEG;

INSTANTIATE_TEST_SUITE_P(
    Forms, JpegInTiff,
    ::testing::Values(
        JpegForm{{.name = "rgb_strips", .compression = kJpeg}},
        JpegForm{{.name = "rgb_tiles", .compression = kJpeg, .tile_side = 64}},
        JpegForm{{.name = "rgb_planar_strips", .compression = kJpeg, .is_planar = true}},
        JpegForm{{.name = "gray_strips", .photometric = kGray, .compression = kJpeg}},
        JpegForm{
            {.name = "gray_tiles", .photometric = kGray, .compression = kJpeg, .tile_side = 64}},
        JpegForm{{.name = "strips_444", .photometric = kYcbcr, .compression = kJpeg}, 1, 1},
        JpegForm{{.name = "strips_422", .photometric = kYcbcr, .compression = kJpeg}, 2, 1},
        JpegForm{{.name = "strips_420", .photometric = kYcbcr, .compression = kJpeg}, 2, 2},
        JpegForm{
            {.name = "tiles_444", .photometric = kYcbcr, .compression = kJpeg, .tile_side = 64},
            1,
            1},
        JpegForm{
            {.name = "tiles_422", .photometric = kYcbcr, .compression = kJpeg, .tile_side = 64},
            2,
            1},
        JpegForm{
            {.name = "tiles_420", .photometric = kYcbcr, .compression = kJpeg, .tile_side = 64},
            2,
            2}),
    [](const auto& test) { return test.param.form.name; });

// A TIFF of one strip or tile whose JPEG is `jpeg`, whatever the tag says.
void write_around(const std::filesystem::path& path, const std::string& jpeg, int photometric,
                  cv::Size size, bool is_tiled) {
  TIFF* tiff = TIFFOpen(path.c_str(), "w");
  ASSERT_NE(tiff, nullptr);
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, size.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, size.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
  TIFFSetField(tiff, TIFFTAG_JPEGTABLESMODE, 0);
  std::string bytes = jpeg;
  const auto length = static_cast<tmsize_t>(bytes.size());
  if (is_tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, size.width);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, size.height);
    EXPECT_EQ(TIFFWriteRawTile(tiff, 0, bytes.data(), length), length);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, size.height);
    EXPECT_EQ(TIFFWriteRawStrip(tiff, 0, bytes.data(), length), length);
  }
  TIFFClose(tiff);
}

const cv::Size kSize(64, 64);

// The JPEG of a tile as libtiff writes it: without a marker that says what its colours are.
std::string jpeg_of_tile(int photometric, int across = 1, int down = 1) {
  const TemporaryFolder folder;
  const TiffForm form{.photometric = photometric, .compression = COMPRESSION_JPEG, .tile_side = 64};
  testing::write_tiff(folder / "a.tif", colourful(kSize.width, kSize.height), form,
                      [&](TIFF* tiff) {
                        TIFFSetField(tiff, TIFFTAG_JPEGTABLESMODE, 0);
                        if (photometric == PHOTOMETRIC_YCBCR) {
                          TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, across, down);
                        }
                      });
  TIFF* tiff = TIFFOpen((folder / "a.tif").c_str(), "r");
  std::string jpeg(TIFFGetStrileByteCount(tiff, 0), '\0');
  TIFFReadRawTile(tiff, 0, jpeg.data(), static_cast<tmsize_t>(jpeg.size()));
  TIFFClose(tiff);
  return jpeg;
}

std::string with_jfif_marker(const std::string& jpeg) {
  constexpr std::string_view kMarker("\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 18);
  return jpeg.substr(0, 2) + std::string(kMarker) + jpeg.substr(2);
}

std::string with_adobe_marker(const std::string& jpeg, char transform) {
  constexpr std::string_view kMarker(
      "\xff\xee\0\x0e"
      "Adobe\0\x64\0\0\0\0",
      15);
  std::string marked = jpeg.substr(0, 2) + std::string(kMarker);
  marked += transform;
  return marked + jpeg.substr(2);
}

std::string with_named_channels(std::string jpeg) {
  const std::size_t frame = jpeg.find("\xff\xc0"), scan = jpeg.find("\xff\xda");
  for (std::size_t i = 0; i < 3; ++i) {
    jpeg[frame + 10 + 3 * i] = "RGB"[i];
    jpeg[scan + 5 + 2 * i] = "RGB"[i];
  }
  return jpeg;
}

TEST(JpegInTiff, IsReadAsItsDataSayWhereTheTagSaysRgb) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(kSize.width, kSize.height);
  const std::string full = jpeg_of_tile(PHOTOMETRIC_YCBCR);
  const std::vector<std::string> jpegs = {jpeg_of_tile(PHOTOMETRIC_YCBCR, 2, 2),
                                          jpeg_of_tile(PHOTOMETRIC_YCBCR, 2, 1),
                                          with_jfif_marker(full), with_adobe_marker(full, 1)};
  for (std::size_t i = 0; i < jpegs.size(); ++i) {
    for (const bool is_tiled : {true, false}) {
      write_around(folder / "a.tif", jpegs[i], PHOTOMETRIC_RGB, kSize, is_tiled);
      const cv::Mat got = read(folder / "a.tif", {}).image.pixels;
      EXPECT_LE(mean_difference(got, rgb), 5) << i << " " << is_tiled;
    }
  }
}

TEST(JpegInTiff, IsReadAsItsDataSayWhereTheTagSaysYcbcr) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(kSize.width, kSize.height);
  const std::string silent = jpeg_of_tile(PHOTOMETRIC_RGB);
  for (const std::string& jpeg : {with_adobe_marker(silent, 0), with_named_channels(silent)}) {
    write_around(folder / "a.tif", jpeg, PHOTOMETRIC_YCBCR, kSize, true);
    EXPECT_LE(mean_difference(read(folder / "a.tif", {}).image.pixels, rgb), 5);
  }
}

TEST(JpegInTiff, IsRefusedWhenItsBlocksDoNotFit) {
  const TemporaryFolder folder;
  write_around(folder / "a.tif", jpeg_of_tile(PHOTOMETRIC_YCBCR, 2, 2), PHOTOMETRIC_RGB, {80, 64},
               true);
  EXPECT_EQ(fault_of([&] { read(folder / "a.tif", {}); }),
            "is damaged: TIFF block 1 is not as large as the TIFF says");
  write_around(folder / "b.tif", "no JPEG at all", PHOTOMETRIC_RGB, kSize, true);
  EXPECT_EQ(fault_of([&] { read(folder / "b.tif", {}); }),
            "is damaged: its TIFF data can't be decoded");
}

TEST(JpegInTiff, OfAnotherProgramHasItsTrueColours) {
  const auto path = std::filesystem::path(MSMV_SOURCE_DIR) / "../shared/cases" /
                    "rgb_tag_over_ycbcr420_tiles.tif";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "no " << path;
  }
  // A phantom of H&E: rose, and nowhere green.
  const cv::Mat rgb = read(path, {}).image.pixels;
  const cv::Scalar mean = cv::mean(rgb);
  EXPECT_GT(mean[0], mean[1]);
  EXPECT_GT(mean[2], mean[1]);
  EXPECT_GT(mean[1], 100);
}

}  // namespace
}  // namespace msmv::image
