#include "msmv/image/read.h"

#include <thread>

#include "image/pictures.h"
#include "image/tiff_file.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::encoded;
using testing::fault_of;
using testing::largest_difference;
using testing::TemporaryFolder;
using testing::TiffForm;
using testing::write_tiff;

// A file of these bytes, read and gone again.
Photo read_bytes(const std::string& bytes, const ReadOptions& options = {}) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture", bytes);
  return read(folder / "picture", options);
}

cv::Mat sixteen_bits(const cv::Mat& eight_bits) {
  cv::Mat wide;
  eight_bits.convertTo(wide, CV_16U, 257);
  return wide;
}

cv::Mat gray_of(const cv::Mat& rgb) {
  cv::Mat gray, expanded;
  cv::extractChannel(rgb, gray, 2);
  cv::cvtColor(gray, expanded, cv::COLOR_GRAY2RGB);
  return expanded;
}

cv::Mat with_fourth_channel(const cv::Mat& rgb, std::uint8_t value) {
  cv::Mat rgba;
  cv::cvtColor(rgb, rgba, cv::COLOR_RGB2RGBA);
  rgba.forEach<cv::Vec4b>([&](cv::Vec4b& pixel, const int*) { pixel[3] = value; });
  return rgba;
}

TEST(Read, GivesLosslessFormatsBackAsTheyWere) {
  const cv::Mat rgb = colourful(71, 53);
  for (const char* extension : {".png", ".bmp", ".tiff"}) {
    const Photo photo = read_bytes(encoded(extension, rgb));
    EXPECT_EQ(largest_difference(photo.image.pixels, rgb), 0) << extension;
  }
  const std::vector<int> lossless = {cv::IMWRITE_JPEG2000_COMPRESSION_X1000, 1000};
  EXPECT_LE(largest_difference(read_bytes(encoded(".jp2", rgb, lossless)).image.pixels, rgb), 1);
}

TEST(Read, DecodesJpegAsOpenCvDoes) {
  for (const int progressive : {0, 1}) {
    const std::string bytes =
        encoded(".jpg", colourful(71, 53), {cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
    cv::Mat expected = cv::imdecode(std::vector<char>(bytes.begin(), bytes.end()), 1);
    cv::cvtColor(expected, expected, cv::COLOR_BGR2RGB);
    EXPECT_EQ(largest_difference(read_bytes(bytes).image.pixels, expected), 0);
  }
}

TEST(Read, ExpandsGray) {
  cv::Mat gray;
  cv::extractChannel(colourful(71, 53), gray, 2);
  const cv::Mat expected = gray_of(colourful(71, 53));
  for (const char* extension : {".png", ".bmp", ".tiff"}) {
    const Photo photo = read_bytes(encoded(extension, gray));
    EXPECT_EQ(largest_difference(photo.image.pixels, expected), 0) << extension;
  }
  EXPECT_LE(largest_difference(read_bytes(encoded(".jpg", gray)).image.pixels, expected), 6);
}

TEST(Read, BringsSixteenBitsToEight) {
  const cv::Mat rgb = colourful(71, 53);
  for (const char* extension : {".png", ".tiff"}) {
    const Photo photo = read_bytes(encoded(extension, sixteen_bits(rgb)));
    EXPECT_EQ(largest_difference(photo.image.pixels, rgb), 0) << extension;
  }
}

TEST(Read, LaysOpacityOverWhite) {
  const cv::Mat rgb = colourful(71, 53);
  cv::Mat expected;  // 51 / 255 is a fifth
  rgb.convertTo(expected, CV_8U, 0.2, 255 * 0.8);
  const Photo photo = read_bytes(encoded(".png", with_fourth_channel(rgb, 51)));
  EXPECT_LE(largest_difference(photo.image.pixels, expected), 1);
  const Photo clear = read_bytes(encoded(".png", with_fourth_channel(rgb, 0)));
  EXPECT_EQ(cv::countNonZero(clear.image.pixels.reshape(1) != 255), 0);
}

class ReadTiff : public ::testing::TestWithParam<TiffForm> {};

TEST_P(ReadTiff, GivesTheSamplesBack) {
  const TiffForm& form = GetParam();
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(71, 53);
  const bool is_colour =
      form.photometric == PHOTOMETRIC_RGB || form.photometric == PHOTOMETRIC_YCBCR;
  cv::Mat stored = rgb, expected = rgb;
  if (!is_colour) {
    cv::extractChannel(rgb, stored, 2);
    expected = gray_of(rgb);
    if (form.photometric == PHOTOMETRIC_MINISWHITE) {
      stored = 255 - stored;
    }
  }
  write_tiff(folder / "8.tif", stored, form);
  const cv::Mat got = read(folder / "8.tif", {}).image.pixels;
  if (form.compression == COMPRESSION_JPEG) {  // the sharp steps of blue suffer in the chroma
    EXPECT_LE(cv::norm(got, expected, cv::NORM_L1) / static_cast<double>(3 * got.total()), 5);
  } else {
    EXPECT_EQ(largest_difference(got, expected), 0);
    write_tiff(folder / "16.tif", sixteen_bits(stored), form);
    EXPECT_EQ(largest_difference(read(folder / "16.tif", {}).image.pixels, expected), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ReadTiff,
    ::testing::Values(
        TiffForm{"rgb_strips"}, TiffForm{.name = "rgb_tiles", .tile_side = 32},
        TiffForm{.name = "rgb_planar", .is_planar = true},
        TiffForm{.name = "lzw", .compression = COMPRESSION_LZW},
        TiffForm{.name = "lzw_differences", .compression = COMPRESSION_LZW, .predictor = 2},
        TiffForm{.name = "lzw_tiles", .compression = COMPRESSION_LZW, .tile_side = 16},
        TiffForm{.name = "deflate", .compression = COMPRESSION_ADOBE_DEFLATE},
        TiffForm{.name = "old_deflate", .compression = COMPRESSION_DEFLATE},
        TiffForm{.name = "packbits", .compression = COMPRESSION_PACKBITS},
        TiffForm{.name = "zstd", .compression = COMPRESSION_ZSTD},
        TiffForm{.name = "jpeg_rgb", .compression = COMPRESSION_JPEG},
        TiffForm{.name = "jpeg_ycbcr",
                 .photometric = PHOTOMETRIC_YCBCR,
                 .compression = COMPRESSION_JPEG},
        TiffForm{.name = "jpeg_ycbcr_tiles",
                 .photometric = PHOTOMETRIC_YCBCR,
                 .compression = COMPRESSION_JPEG,
                 .tile_side = 32},
        TiffForm{.name = "jpeg_gray",
                 .photometric = PHOTOMETRIC_MINISBLACK,
                 .compression = COMPRESSION_JPEG},
        TiffForm{.name = "gray", .photometric = PHOTOMETRIC_MINISBLACK},
        TiffForm{.name = "gray_white_is_zero", .photometric = PHOTOMETRIC_MINISWHITE},
        TiffForm{.name = "big_endian", .mode = "wb"}, TiffForm{.name = "big_tiff", .mode = "w8"},
        TiffForm{.name = "big_tiff_big_endian_tiles", .tile_side = 32, .mode = "wb8"}),
    [](const auto& test) { return test.param.name; });

TEST(Read, ExpandsPalettes) {
  const TemporaryFolder folder;
  cv::Mat indices(20, 30, CV_8UC1);
  cv::randu(indices, 0, 256);
  std::vector<std::uint16_t> red(256), green(256), blue(256);
  cv::Mat expected(indices.size(), CV_8UC3);
  for (std::size_t i = 0; i < 256; ++i) {
    red[i] = static_cast<std::uint16_t>(257 * i);
    green[i] = static_cast<std::uint16_t>(257 * (255 - i));
    blue[i] = static_cast<std::uint16_t>(257 * (i / 2));
  }
  expected.forEach<cv::Vec3b>([&](cv::Vec3b& pixel, const int* at) {
    const std::uint8_t i = indices.at<std::uint8_t>(at[0], at[1]);
    pixel = {i, static_cast<std::uint8_t>(255 - i), static_cast<std::uint8_t>(i / 2)};
  });
  write_tiff(folder / "a.tif", indices, {"palette", PHOTOMETRIC_PALETTE}, [&](TIFF* tiff) {
    TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
  });
  EXPECT_EQ(largest_difference(read(folder / "a.tif", {}).image.pixels, expected), 0);
}

TEST(Read, UsesAFourthTiffChannelOnlyWhenItIsOpacity) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(40, 30);
  const cv::Mat rgba = with_fourth_channel(rgb / 5, 51);
  const auto written = [&](int extra_sample) {
    write_tiff(folder / "a.tif", rgba, {.name = "rgba", .extra_sample = extra_sample});
    return read(folder / "a.tif", {}).image.pixels;
  };
  EXPECT_EQ(largest_difference(written(EXTRASAMPLE_UNSPECIFIED), rgb / 5), 0);
  const cv::Mat fifth = rgb / 5, premultiplied = fifth + cv::Scalar::all(204);
  EXPECT_LE(largest_difference(written(EXTRASAMPLE_ASSOCALPHA), premultiplied), 1);
  cv::Mat straight;
  cv::Mat(rgb / 5).convertTo(straight, CV_8U, 0.2, 204);
  EXPECT_LE(largest_difference(written(EXTRASAMPLE_UNASSALPHA), straight), 1);
  EXPECT_LE(largest_difference(written(-1), straight), 1);
}

// Row 0 and column 0 of what is stored are, by EXIF's number: 1 top left, 2 top right, 3 bottom
// right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom of what is seen.
TEST(Read, TurnsThePictureAndItsPixelSizeAsExifSays) {
  const TemporaryFolder folder;
  const cv::Mat stored = colourful(40, 30);
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    write_tiff(folder / "a.tif", stored, {}, [&](TIFF* tiff) {
      TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
      TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
      TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 20000.0F);  // 0.5 um
      TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 40000.0F);  // 0.25 um
    });
    const Photo photo = read(folder / "a.tif", {});
    const cv::Mat& seen = photo.image.pixels;
    const bool has_swapped_axes = orientation >= 5;
    ASSERT_EQ(seen.size(), has_swapped_axes ? cv::Size(30, 40) : cv::Size(40, 30)) << orientation;
    EXPECT_NEAR(photo.um_per_px.x, has_swapped_axes ? 0.25 : 0.5, 1e-9);
    EXPECT_NEAR(photo.um_per_px.y, has_swapped_axes ? 0.5 : 0.25, 1e-9);
    const int right = seen.cols - 1, bottom = seen.rows - 1;
    const std::array<cv::Point, 8> first = {{{0, 0},
                                             {right, 0},
                                             {right, bottom},
                                             {0, bottom},
                                             {0, 0},
                                             {right, 0},
                                             {right, bottom},
                                             {0, bottom}}};
    const std::array<cv::Point, 8> along_first_row = {
        {{1, 0}, {-1, 0}, {-1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, -1}, {0, -1}}};
    const std::size_t i = orientation - 1U;
    EXPECT_EQ(seen.at<cv::Vec3b>(first[i]), stored.at<cv::Vec3b>(0, 0)) << orientation;
    EXPECT_EQ(seen.at<cv::Vec3b>(first[i] + 5 * along_first_row[i]), stored.at<cv::Vec3b>(0, 5))
        << orientation;
  }
}

TEST(Read, TakesThePixelSizeFromTheUserThenTheFileThenTheAssumption) {
  const TemporaryFolder folder;
  write_tiff(folder / "known.tif", colourful(8, 8), {}, [](TIFF* tiff) {
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 50800.0F);  // an inch of 25,400 um
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 25400.0F);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  });
  write_tiff(folder / "unknown.tif", colourful(8, 8));
  const Photo from_file = read(folder / "known.tif", {});
  EXPECT_EQ(from_file.um_per_px, (PixelSize{0.5, 1}));
  EXPECT_EQ(from_file.um_per_px_source, PixelSizeSource::file);
  const Photo given = read(folder / "known.tif", {.given_um_per_px = PixelSize{0.56, 0.42}});
  EXPECT_EQ(given.um_per_px, (PixelSize{0.56, 0.42}));
  EXPECT_EQ(given.um_per_px_source, PixelSizeSource::given);
  const Photo assumed = read(folder / "unknown.tif", {});
  EXPECT_EQ(assumed.um_per_px, (PixelSize{0.42, 0.42}));
  EXPECT_EQ(assumed.um_per_px_source, PixelSizeSource::assumed);
  EXPECT_EQ(fault_of([&] { read(folder / "unknown.tif", {.require_pixel_size = true}); }),
            "says nothing of its pixel size; give the true one with --mpp");
}

TEST(Read, TakesThePixelSizeOfAManifestUnlessOneIsGiven) {
  const PixelSize of_manifest{0.5, 0.5}, given{0.25, 0.25};
  EXPECT_EQ(with_pixel_size({}, of_manifest).given_um_per_px, of_manifest);
  EXPECT_EQ(with_pixel_size({.given_um_per_px = given}, of_manifest).given_um_per_px, given);
  EXPECT_EQ(with_pixel_size({.given_um_per_px = given}, std::nullopt).given_um_per_px, given);
}

// A file with holes takes no room on the disk, and reading it would take hours.
TEST(Read, RefusesMoreBytesThanTheLargestPictureNeeds) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(8, 8));
  std::filesystem::resize_file(folder / "a.tif", 67'108'864 + 8 * 100);
  EXPECT_EQ(fault_of([&] { read(folder / "a.tif", {.max_pixels = 100}); }), "");
  std::filesystem::resize_file(folder / "a.tif", 67'108'864 + 8 * 100 + 1);
  EXPECT_EQ(fault_of([&] { read(folder / "a.tif", {.max_pixels = 100}); }),
            "has 67109665 bytes: expected at most 67109664 (--max-pixels)");
}

TEST(Read, TakesTheDensityOfAJpegForThatOfAPrint) {
  std::string bytes = encoded(".jpg", colourful(8, 8));
  bytes.replace(13, 5, std::string("\x02\x4e\x20\x4e\x20", 5));  // JFIF: 20,000 px a cm, 0.5 um
  EXPECT_EQ(read_bytes(bytes).um_per_px_source, PixelSizeSource::assumed);
}

TEST(Read, RefusesAnImplausiblePixelSizeAndNamesTheCure) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(8, 8), {}, [](TIFF* tiff) {
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 72.0F);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 72.0F);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  });
  EXPECT_EQ(fault_of([&] { read(folder / "a.tif", {}); }),
            "has by its TIFF resolution a pixel of 352.78 x 352.78 um: expected 0.05 to 10; give "
            "the true one with --mpp");
  EXPECT_EQ(fault_of([&] {
              read(folder / "a.tif", {.given_um_per_px = PixelSize{0.5, 10.1}});
            }),
            "was given a pixel of 0.5 x 10.1 um: expected 0.05 to 10");
  EXPECT_EQ(fault_of([&] {
              read(folder / "a.tif", {.given_um_per_px = PixelSize{0.5, 0.5}});
            }),
            "");
}

TEST(Read, ChecksTheNumberOfPixelsBeforeDecoding) {
  const cv::Mat rgb = colourful(80, 60);
  for (const char* extension : {".png", ".jpg", ".bmp", ".tiff", ".jp2"}) {
    const std::string bytes = encoded(extension, rgb);
    EXPECT_EQ(fault_of([&] { read_bytes(bytes, {.max_pixels = 4799}); }),
              "has 80 x 60 pixels: expected at most 4799 together (--max-pixels)")
        << extension;
    EXPECT_EQ(read_bytes(bytes, {.max_pixels = 4800}).image.pixels.cols, 80) << extension;
  }
}

TEST(Read, NoticesAFileThatWasCutAnywhere) {
  const cv::Mat rgb = colourful(71, 53);
  for (const char* extension : {".png", ".jpg", ".bmp", ".tiff", ".jp2"}) {
    const std::string bytes = encoded(extension, rgb);
    for (std::size_t percent = 1; percent < 100; percent += 7) {
      const std::string part = bytes.substr(0, bytes.size() * percent / 100);
      EXPECT_NE(fault_of([&] { read_bytes(part); }), "") << extension << " at " << percent << " %";
    }
    EXPECT_NE(fault_of([&] { read_bytes(bytes.substr(0, bytes.size() - 1)); }), "") << extension;
  }
}

TEST(Read, GoesByContentAndNotByName) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture.jpg", encoded(".png", colourful(9, 7)));
  EXPECT_EQ(largest_difference(read(folder / "picture.jpg", {}).image.pixels, colourful(9, 7)), 0);
  files::write_atomically(folder / "picture.gif", "GIF89a and more");
  EXPECT_EQ(fault_of([&] { read(folder / "picture.gif", {}); }),
            "is a GIF image: expected PNG, JPEG, TIFF, BMP or JPEG 2000");
  files::write_atomically(folder / "notes.png", "these are notes");
  EXPECT_EQ(fault_of([&] { read(folder / "notes.png", {}); }),
            "is no image: expected PNG, JPEG, TIFF, BMP or JPEG 2000");
}

TEST(Read, SaysNothingOnStderr) {
  ::testing::internal::CaptureStderr();
  const cv::Mat rgb = colourful(71, 53);
  for (const char* extension : {".png", ".jpg", ".bmp", ".tiff", ".jp2"}) {
    std::string bytes = encoded(extension, rgb);
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 40 && i < bytes.size(); ++i) {
      bytes[i] = static_cast<char>(~bytes[i]);
    }
    fault_of([&] { read_bytes(bytes); });
    fault_of([&] { read_bytes(bytes.substr(0, bytes.size() / 2)); });
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(Read, GivesTheSamePixelsToManyThreads) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(301, 203);
  files::write_atomically(folder / "a.png", encoded(".png", rgb));
  files::write_atomically(folder / "b.jpg", encoded(".jpg", rgb).substr(0, 900));
  std::vector<double> differences(4, 1e9);
  std::vector<std::string> faults(4);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < differences.size(); ++i) {
      threads.emplace_back([&, i] {
        differences[i] = largest_difference(read(folder / "a.png", {}).image.pixels, rgb);
        faults[i] = fault_of([&] { read(folder / "b.jpg", {}); });
      });
    }
  }
  EXPECT_EQ(differences, std::vector<double>(4, 0));
  EXPECT_EQ(faults, std::vector<std::string>(4, faults[0]));
  EXPECT_NE(faults[0], "");
}

TEST(Read, KnowsThePixelSizeOfRealSlides) {
  MSMV_NEEDS_SHARED();
  const auto slides = testing::shared_folder() / "data/slides";
  const Photo aperio = read(slides / "cmu-1-small-region.svs", {});
  EXPECT_EQ(aperio.image.pixels.size(), cv::Size(2220, 2967));
  EXPECT_EQ(aperio.um_per_px, (PixelSize{0.499, 0.499}));
  const Photo ome = read(slides / "HE_example.tif", {});
  EXPECT_NEAR(ome.um_per_px.x, 0.5, 1e-3);
  EXPECT_EQ(ome.um_per_px_source, PixelSizeSource::file);
}

}  // namespace
}  // namespace msmv::image
