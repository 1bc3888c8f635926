#include "msmv/image/to_srgb.h"

#include <vips/vips.h>

#include "image/profiles.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::adobe_rgb;
using testing::cmyk_profile;
using testing::colourful;
using testing::display_p3;
using testing::encoded;
using testing::fault_of;
using testing::gray_profile;
using testing::jpeg_with;
using testing::largest_difference;
using testing::png_with;
using testing::rgb_profile;
using testing::TemporaryFolder;
using testing::TiffForm;
using testing::write_tiff_with;

// Three colours of stain, white and a gray, and what they are in sRGB by the definitions of Adobe
// RGB and Display P3: linear light by the curve, Lindbloom's matrices of the primaries (D65) to XYZ
// and to sRGB, sRGB's curve; rounded.
struct Converted {
  cv::Vec3b stored, from_adobe, from_p3;
};
constexpr int kColours = 5;
const std::array<Converted, kColours> kConverted = {{
    {{200, 120, 170}, {224, 121, 173}, {213, 115, 173}},
    {{90, 60, 140}, {99, 57, 144}, {95, 58, 145}},
    {{230, 190, 215}, {244, 191, 217}, {238, 188, 217}},
    {{255, 255, 255}, {255, 255, 255}, {255, 255, 255}},
    {{128, 128, 128}, {129, 129, 129}, {128, 128, 128}},
}};

// 16 x 16 pixels of each, so that JPEG keeps them.
cv::Mat patches(cv::Vec3b Converted::*which) {
  cv::Mat rgb(16, 16 * kColours, CV_8UC3);
  for (int i = 0; i < kColours; ++i) {
    const cv::Vec3b colour = kConverted[static_cast<std::size_t>(i)].*which;
    rgb.colRange(16 * i, 16 * (i + 1)).setTo(cv::Scalar(colour[0], colour[1], colour[2]));
  }
  return rgb;
}

// The middle of each, where no colour of a neighbour bleeds in.
double largest_difference_inside(const cv::Mat& a, const cv::Mat& b) {
  double largest = a.size() == b.size() ? 0 : 1e9;
  for (int x = 4; largest < 1e9 && x < a.cols; x += 16) {
    largest = std::max(largest, largest_difference(a.colRange(x, x + 8), b.colRange(x, x + 8)));
  }
  return largest;
}

cv::Mat pixels_in(const std::filesystem::path& path) {
  return read(path, {}).image.pixels;
}

cv::Mat pixels_of(const std::string& bytes) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "picture", bytes);
  return pixels_in(folder / "picture");
}

std::string fault_in(const std::string& bytes) {
  return fault_of([&] { pixels_of(bytes); });
}

TEST(ToSrgb, AppliesTheProfileOfEveryFormat) {
  const TemporaryFolder folder;
  const cv::Mat stored = patches(&Converted::stored);
  for (const auto& [profile, in_srgb] : {std::pair(adobe_rgb(), patches(&Converted::from_adobe)),
                                         std::pair(display_p3(), patches(&Converted::from_p3))}) {
    EXPECT_LE(largest_difference(pixels_of(png_with(encoded(".png", stored), profile)), in_srgb),
              1);
    const std::string jpeg = encoded(".jpg", stored, {cv::IMWRITE_JPEG_QUALITY, 100});
    EXPECT_LE(largest_difference_inside(pixels_of(jpeg_with(jpeg, profile)), in_srgb), 3);
    for (const TiffForm& form :
         {TiffForm{"strips"}, TiffForm{.name = "planar", .tile_side = 32, .is_planar = true},
          TiffForm{.name = "lzw", .compression = COMPRESSION_LZW, .mode = "wb"}}) {
      write_tiff_with(folder / "a.tif", stored, profile, form);
      EXPECT_LE(largest_difference(pixels_in(folder / "a.tif"), in_srgb), 1) << form.name;
    }
  }
}

TEST(ToSrgb, AppliesTheProfileOfJpeg2000AndBmp) {
  const cv::Mat stored = cv::repeat(patches(&Converted::stored), 5, 1);  // JPEG 2000 needs 32 rows
  const cv::Mat in_srgb = cv::repeat(patches(&Converted::from_adobe), 5, 1);
  const std::string jp2 = encoded(".jp2", stored, {cv::IMWRITE_JPEG2000_COMPRESSION_X1000, 1000});
  EXPECT_LE(largest_difference(pixels_of(testing::jp2_with(jp2, adobe_rgb())), in_srgb), 1);
  const std::string bmp = encoded(".bmp", stored);
  EXPECT_LE(largest_difference(pixels_of(testing::bmp_with(bmp, adobe_rgb())), in_srgb), 1);
  EXPECT_EQ(fault_in(testing::bmp_with(bmp, adobe_rgb().substr(0, 300))).substr(0, 38),
            "is damaged: its ICC profile has 300 of");
}

TEST(ToSrgb, KeepsSixteenBitsUntilTheColoursAreThere) {
  const TemporaryFolder folder;
  cv::Mat wide;
  patches(&Converted::stored).convertTo(wide, CV_16U, 257);
  const cv::Mat in_srgb = patches(&Converted::from_adobe);
  write_tiff_with(folder / "a.tif", wide, adobe_rgb());
  EXPECT_LE(largest_difference(pixels_in(folder / "a.tif"), in_srgb), 1);
  EXPECT_LE(largest_difference(pixels_of(png_with(encoded(".png", wide), adobe_rgb())), in_srgb),
            1);
  // A camera's 12 bits are refused as without a profile.
  patches(&Converted::stored).convertTo(wide, CV_16U, 16);
  write_tiff_with(folder / "a.tif", wide, adobe_rgb());
  EXPECT_EQ(fault_of([&] { pixels_in(folder / "a.tif"); }),
            "has 16-bit samples of at most 4080: expected white at 65535; scale them, or save 8 "
            "bits");
}

TEST(ToSrgb, LeavesSrgbAsItIs) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(71, 53);
  cv::Mat wide;
  rgb.convertTo(wide, CV_16U, 257);
  for (const std::string& profile :
       {testing::bytes_of(cmsCreate_sRGBProfile()), testing::srgb_by_table()}) {
    EXPECT_EQ(largest_difference(pixels_of(png_with(encoded(".png", rgb), profile)), rgb), 0);
    const std::string jpeg = encoded(".jpg", rgb);
    EXPECT_EQ(largest_difference(pixels_of(jpeg_with(jpeg, profile)), pixels_of(jpeg)), 0);
    write_tiff_with(folder / "a.tif", rgb, profile);
    EXPECT_EQ(largest_difference(pixels_in(folder / "a.tif"), rgb), 0);
    write_tiff_with(folder / "a.tif", wide, profile);
    EXPECT_EQ(largest_difference(pixels_in(folder / "a.tif"), rgb), 0);
  }
}

// 128 of 255 at a gamma of 1.8 is a light of 0.289: 147 in sRGB.
TEST(ToSrgb, AppliesAProfileOfGrayToGray) {
  const cv::Mat gray(20, 30, CV_8UC1, cv::Scalar(128)),
      in_srgb(20, 30, CV_8UC3, cv::Scalar::all(147));
  EXPECT_LE(
      largest_difference(pixels_of(png_with(encoded(".png", gray), gray_profile(1.8))), in_srgb),
      1);
  const TemporaryFolder folder;
  for (const int photometric : {PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE}) {
    const cv::Mat stored = photometric == PHOTOMETRIC_MINISBLACK ? gray : cv::Mat(255 - gray);
    write_tiff_with(folder / "a.tif", stored, gray_profile(1.8), {.photometric = photometric});
    EXPECT_LE(largest_difference(pixels_in(folder / "a.tif"), in_srgb), 1) << photometric;
  }
}

// Programs that make a picture gray often leave its profile in the file.
TEST(ToSrgb, TakesGrayUnderAProfileOfRgbForEqualColours) {
  const cv::Mat gray(20, 30, CV_8UC1, cv::Scalar(128));
  EXPECT_LE(largest_difference(pixels_of(png_with(encoded(".png", gray), adobe_rgb())),
                               cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(129))),
            1);
  const std::string srgb = testing::bytes_of(cmsCreate_sRGBProfile());
  EXPECT_EQ(largest_difference(pixels_of(jpeg_with(encoded(".jpg", gray), srgb)),
                               cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(128))),
            0);
}

TEST(ToSrgb, LaysOpacityOverWhiteAfterwards) {
  cv::Mat rgba(16, 16, CV_8UC4, cv::Scalar(200, 120, 170, 51));  // a fifth of (224, 121, 173)
  const cv::Mat expected(16, 16, CV_8UC3, cv::Scalar(249, 228, 239));
  EXPECT_LE(largest_difference(pixels_of(png_with(encoded(".png", rgba), adobe_rgb())), expected),
            1);
}

TEST(ToSrgb, AppliesTheProfileOfAPalette) {
  const cv::Mat indices(16, 16, CV_8UC1, cv::Scalar(7));
  std::array<std::uint16_t, 256> red{}, green{}, blue{};
  red[7] = 200 * 257;
  green[7] = 120 * 257;
  blue[7] = 170 * 257;
  const std::string profile = adobe_rgb();
  const TemporaryFolder folder;
  testing::write_tiff(folder / "a.tif", indices, {.photometric = PHOTOMETRIC_PALETTE},
                      [&](TIFF* tiff) {
                        TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
                        TIFFSetField(tiff, TIFFTAG_ICCPROFILE,
                                     static_cast<std::uint32_t>(profile.size()), profile.data());
                      });
  EXPECT_LE(largest_difference(pixels_in(folder / "a.tif"),
                               cv::Mat(16, 16, CV_8UC3, cv::Scalar(224, 121, 173))),
            1);
}

TEST(ToSrgb, TurnsThePictureAllTheSame) {
  const cv::Mat stored = patches(&Converted::stored);
  const std::string jpeg = testing::jpeg_with_exif(
      jpeg_with(encoded(".jpg", stored, {cv::IMWRITE_JPEG_QUALITY, 100}), adobe_rgb()),
      testing::exif_of(6));
  cv::Mat as_stored;
  cv::rotate(pixels_of(jpeg), as_stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_LE(largest_difference_inside(as_stored, patches(&Converted::from_adobe)), 3);
}

// Inks of 8 and of 16 bits; the table's own colours where a step of it is met, 3 levels between.
TEST(ToSrgb, BringsCmykToRgbByItsProfile) {
  const TemporaryFolder folder;
  const std::array<cv::Vec4b, 4> inks = {
      {{0, 0, 0, 0}, {64, 191, 32, 0}, {100, 150, 20, 60}, {0, 255, 255, 0}}};
  for (const cv::Vec4b& ink : inks) {
    const cv::Mat stored(16, 16, CV_8UC4, cv::Scalar(ink));
    const auto rgb =
        testing::printed(ink[0] / 255.0, ink[1] / 255.0, ink[2] / 255.0, ink[3] / 255.0);
    const cv::Mat expected(16, 16, CV_8UC3, 255 * cv::Scalar(rgb[0], rgb[1], rgb[2]));
    cv::Mat wide;
    stored.convertTo(wide, CV_16U, 257);
    for (const cv::Mat& samples : {stored, wide}) {
      write_tiff_with(folder / "a.tif", samples, cmyk_profile(),
                      {.photometric = PHOTOMETRIC_SEPARATED});
      EXPECT_LE(largest_difference(pixels_in(folder / "a.tif"), expected), 3) << ink;
    }
  }
}

// A JPEG of these inks, by libvips, which writes them inverted as Adobe does.
std::string cmyk_jpeg(cv::Scalar inks) {
  const cv::Mat stored(16, 16, CV_8UC4, inks);
  VipsImage* memory =
      vips_image_new_from_memory(stored.data, 4 * stored.total(), 16, 16, 4, VIPS_FORMAT_UCHAR);
  VipsImage* cmyk = nullptr;
  vips_copy(memory, &cmyk, "interpretation", VIPS_INTERPRETATION_CMYK, nullptr);
  void* written = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(vips_jpegsave_buffer(cmyk, &written, &size, "Q", 100, "strip", TRUE, nullptr), 0);
  const std::string bytes(static_cast<const char*>(written), size);
  g_free(written);
  g_object_unref(cmyk);
  g_object_unref(memory);
  return bytes;
}

TEST(ToSrgb, BringsACmykJpegToRgbByItsProfile) {
  pixels_of(encoded(".png", colourful(8, 8)));  // starts libvips
  const auto rgb = testing::printed(64 / 255.0, 191 / 255.0, 32 / 255.0, 0);
  const cv::Mat expected(16, 16, CV_8UC3, 255 * cv::Scalar(rgb[0], rgb[1], rgb[2]));
  const std::string jpeg = cmyk_jpeg({64, 191, 32, 0});
  EXPECT_LE(largest_difference(pixels_of(jpeg_with(jpeg, cmyk_profile(), 60000)), expected), 4);
  EXPECT_EQ(
      fault_in(jpeg),
      "is a CMYK image without an ICC profile: expected one, or gray or RGB (save it as RGB)");
}

TEST(ToSrgb, RefusesAProfileOfOtherColours) {
  const std::string png = encoded(".png", colourful(20, 20));
  EXPECT_EQ(
      fault_in(png_with(png, gray_profile(1.8))),
      "has an ICC profile of gray for colours of RGB (save it as sRGB, or without the profile)");
  EXPECT_EQ(
      fault_in(png_with(png, cmyk_profile())),
      "has an ICC profile of CMYK for colours of RGB (save it as sRGB, or without the profile)");
  const TemporaryFolder folder;
  write_tiff_with(folder / "a.tif", cv::Mat::zeros(20, 20, CV_8UC4), adobe_rgb(),
                  {.photometric = PHOTOMETRIC_SEPARATED});
  EXPECT_EQ(
      fault_of([&] { pixels_in(folder / "a.tif"); }),
      "has an ICC profile of RGB for colours of CMYK (save it as sRGB, or without the profile)");
}

TEST(ToSrgb, RefusesABrokenProfileOfEveryFormat) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(20, 20);
  const std::string whole = adobe_rgb(), size = std::to_string(whole.size());
  const std::string half = whole.substr(0, 300);
  const std::string fault = "is damaged: its ICC profile has 300 of " + size + " bytes";
  EXPECT_EQ(fault_in(png_with(encoded(".png", rgb), half)), fault);
  EXPECT_EQ(fault_in(jpeg_with(encoded(".jpg", rgb), half)), fault);
  write_tiff_with(folder / "a.tif", rgb, half);
  EXPECT_EQ(fault_of([&] { pixels_in(folder / "a.tif"); }), fault);
  write_tiff_with(folder / "a.tif", rgb, "no profile at all");
  EXPECT_EQ(fault_of([&] { pixels_in(folder / "a.tif"); }),
            "is damaged: its ICC profile can't be read");
  EXPECT_EQ(fault_in(testing::png_with_chunk(encoded(".png", rgb), "iCCP", "no zero")),
            "is damaged: its ICC profile can't be read");
}

// A TIFF whose profile begins behind its end: libtiff passes over it with a warning.
TEST(ToSrgb, RefusesAProfileThatTheFileDoesNotHold) {
  const TemporaryFolder folder;
  write_tiff_with(folder / "a.tif", colourful(20, 20), adobe_rgb());
  std::string bytes = testing::read_file(folder / "a.tif");
  const std::size_t entry = bytes.find(std::string("\x73\x87\x07\0", 4));  // tag 34675, undefined
  ASSERT_NE(entry, std::string::npos);
  bytes.replace(entry + 8, 4, "\xff\xff\xff\x7f");
  EXPECT_EQ(fault_in(bytes), "is damaged: its ICC profile can't be read");
}

// The curve of all three colours, overwritten.
TEST(ToSrgb, RefusesAProfileThatMakesNoSense) {
  std::string profile =
      rgb_profile({{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
                  cmsBuildTabulatedToneCurve16(
                      nullptr, 4, std::array<cmsUInt16Number, 4>{0, 60000, 20000, 65535}.data()));
  EXPECT_EQ(fault_in(png_with(encoded(".png", colourful(20, 20)), profile)),
            "is damaged: its ICC profile can't be applied");
  profile = rgb_profile(
      {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
      cmsBuildTabulatedToneCurve16(nullptr, 2, std::array<cmsUInt16Number, 2>{0, 0}.data()));
  EXPECT_EQ(fault_in(png_with(encoded(".png", colourful(20, 20)), profile)),
            "is damaged: its ICC profile can't be applied");
}

}  // namespace
}  // namespace msmv::image
