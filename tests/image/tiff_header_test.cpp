#include "msmv/image/tiff_header.h"

#include "image/pictures.h"
#include "image/tiff_file.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::TemporaryFolder;
using testing::write_tiff;

constexpr std::int64_t kManyPixels = 1 << 20;

template <class SetTags>
Header header_with(SetTags set, const cv::Mat& samples = colourful(40, 30)) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", samples, {}, set);
  return read_tiff_header(OpenFile(folder / "a.tif"), kManyPixels);
}

void set_resolution(TIFF* tiff, float x, float y, int unit) {
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, x);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, y);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, unit);
}

TEST(TiffHeader, KnowsTheSides) {
  const Header header = header_with([](TIFF*) {});
  EXPECT_EQ(header.width, 40);
  EXPECT_EQ(header.height, 30);
  EXPECT_FALSE(header.pixel_size);
}

TEST(TiffHeader, TakesTheResolutionOnlyWithAUnitOfLength) {
  const auto size = [](float x, float y, int unit) {
    const auto stated =
        header_with([&](TIFF* tiff) { set_resolution(tiff, x, y, unit); }).pixel_size;
    return stated ? stated->um_per_px : PixelSize{-1, -1};
  };
  EXPECT_EQ(size(20000, 40000, RESUNIT_CENTIMETER), (PixelSize{0.5, 0.25}));
  EXPECT_EQ(size(50800, 25400, RESUNIT_INCH), (PixelSize{0.5, 1}));
  EXPECT_EQ(size(20000, 20000, RESUNIT_NONE), (PixelSize{-1, -1}));
  EXPECT_EQ(size(0, 0, RESUNIT_INCH), (PixelSize{-1, -1}));
  EXPECT_FALSE(header_with([](TIFF* tiff) {
                 TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 50800.0F);
               }).pixel_size);
}

TEST(TiffHeader, PrefersTheDescriptionToTheResolution) {
  const auto size = [](const char* description, int unit) {
    const auto stated = header_with([&](TIFF* tiff) {
                          set_resolution(tiff, 2, 4, unit);
                          TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description);
                        }).pixel_size;
    return stated ? stated->um_per_px : PixelSize{-1, -1};
  };
  EXPECT_EQ(size("<OME><Pixels PhysicalSizeX='0.4' PhysicalSizeY='0.3'/></OME>", RESUNIT_INCH),
            (PixelSize{0.4, 0.3}));
  EXPECT_EQ(size("Aperio Image Library|MPP = 0.499", RESUNIT_INCH), (PixelSize{0.499, 0.499}));
  EXPECT_EQ(size("ImageJ=1.53t\nunit=micron\n", RESUNIT_NONE), (PixelSize{0.5, 0.25}));
}

TEST(TiffHeader, RefusesForeignSamplesAndColours) {
  const auto fault = [](auto set, const cv::Mat& samples) {
    return fault_of([&] { header_with(set, samples); });
  };
  const auto tag = [](std::uint32_t number, int value) {
    return [=](TIFF* tiff) { TIFFSetField(tiff, number, value); };
  };
  const cv::Mat floats(30, 40, CV_32FC3, cv::Scalar::all(0.5));
  EXPECT_EQ(
      fault(tag(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP), floats),
      "has floating-point samples: expected unsigned ones, up to 16 bits (save it as 8-bit RGB)");
  EXPECT_EQ(fault(tag(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_INT), colourful(40, 30)),
            "has TIFF sample format 2: expected unsigned samples, up to 16 bits");
  EXPECT_EQ(fault([](TIFF*) {}, floats), "has 32 bits a sample: expected 1, 2, 4, 8 or 16");
  EXPECT_EQ(fault(tag(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_CIELAB), colourful(40, 30)),
            "has CIELAB colours: expected gray or RGB (save it as RGB)");
  EXPECT_EQ(fault(tag(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_LOGLUV), colourful(40, 30)),
            "has TIFF colour model 32845: expected gray, palette, RGB or YCbCr");
  EXPECT_EQ(fault(tag(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR), colourful(40, 30)),
            "has YCbCr colours without JPEG: expected gray, palette or RGB (save it as RGB)");
  const std::string inks =
      "has colours of inks: expected gray, RGB, or CMYK of 8 or 16 bits without JPEG (save it as "
      "RGB)";
  EXPECT_EQ(fault(tag(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_SEPARATED), colourful(40, 30)), inks);
  EXPECT_EQ(fault(
                [](TIFF* tiff) {
                  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_SEPARATED);
                  TIFFSetField(tiff, TIFFTAG_INKSET, INKSET_MULTIINK);
                },
                cv::Mat(30, 40, CV_8UC4)),
            inks);
  EXPECT_EQ(fault([](TIFF*) {}, cv::Mat(30, 40, CV_8UC(5))),
            "has 5 channels: expected gray or RGB");
  EXPECT_EQ(fault([](TIFF*) {}, cv::Mat(30, 40, CV_8UC2)), "has 2 channels: expected gray or RGB");
}

TEST(TiffHeader, KnowsCmyk) {
  const auto cmyk = [](TIFF* tiff) {
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_SEPARATED);
  };
  EXPECT_TRUE(header_with(cmyk, cv::Mat(30, 40, CV_8UC4)).is_cmyk);
  EXPECT_FALSE(header_with([](TIFF*) {}).is_cmyk);
}

// Fields of a slide, a stack of focus; a label of other sides counts, smaller copies of the first
// page don't, whether they say so or not.
TEST(TiffHeader, SaysThatPagesWereNotRead) {
  const TemporaryFolder folder;
  const auto note = [&](const std::vector<cv::Size>& pages) {
    std::filesystem::remove(folder / "a.tif");
    for (const cv::Size& size : pages) {
      write_tiff(folder / "a.tif", colourful(size.width, size.height), {.mode = "a"});
    }
    return read_tiff_header(OpenFile(folder / "a.tif"), kManyPixels).note;
  };
  const cv::Size field(40, 30);
  EXPECT_EQ(note({field}), "");
  EXPECT_EQ(note({field, field}), "the first of 2 pages was read");
  EXPECT_EQ(note({field, field, field, field, field}), "the first of 5 pages was read");
  EXPECT_EQ(note({field, {20, 15}, {10, 8}}), "");
  EXPECT_EQ(note({field, {20, 15}, {10, 25}}), "the first of 2 pages was read");
  EXPECT_EQ(fault_of([&] {
              note({{20, 15}, field});
            }),
            "has a larger picture, 40 x 30 pixels, on page 2: expected it on the first page (save "
            "that page alone)");
}

// As tifffile and Bio-Formats write three channels: each on a page of its own, named in OME-XML.
TEST(TiffHeader, RefusesOmeTiffWithAPageForEachChannel) {
  const TemporaryFolder folder;
  std::vector<cv::Mat> colours;
  cv::split(colourful(40, 30), colours);
  for (const cv::Mat& colour : colours) {
    write_tiff(
        folder / "a.ome.tif", colour,
        {.photometric = PHOTOMETRIC_MINISBLACK, .tile_side = 16, .mode = "a"}, [](TIFF* tiff) {
          TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION,
                       "<OME><Image><Pixels SizeX='40' SizeY='30' SizeC='3' SizeZ='1' "
                       "SizeT='1'><TiffData IFD='0' PlaneCount='3'/></Pixels></Image></OME>");
        });
  }
  EXPECT_EQ(fault_of([&] { read_tiff_header(OpenFile(folder / "a.ome.tif"), kManyPixels); }),
            "has 3 channels on pages or in files of their own: expected one page of RGB (ImageJ: "
            "Image > Type > RGB Color)");
}

TEST(TiffHeader, SaysWhichStripIsCut) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(40, 30));
  const auto whole = std::filesystem::file_size(folder / "a.tif");
  files::write_atomically(folder / "whole.tif", testing::read_file(folder / "a.tif"));
  EXPECT_EQ(read_tiff_header(OpenFile(folder / "whole.tif"), kManyPixels).height, 30);
  // The second strip of the file is led behind its end.
  std::string bytes = testing::read_file(folder / "whole.tif");
  const std::string first_offset = std::string("\x08\0\0\0", 4) + std::string("\x88\x07\0\0", 4);
  const std::size_t offsets = bytes.rfind(first_offset);  // 8 and 8 + 16 * 40 * 3
  ASSERT_NE(offsets, std::string::npos);
  bytes[offsets + 6] = 1;  // 65,536 bytes further
  files::write_atomically(folder / "cut.tif", bytes);
  EXPECT_EQ(fault_of([&] { read_tiff_header(OpenFile(folder / "cut.tif"), kManyPixels); }),
            "is truncated: TIFF strip 2 of 2 needs 1680 bytes from byte 67464, the file has " +
                std::to_string(whole));
}

TEST(TiffHeader, RefusesTilesOfOneColourEachOfSixteenBits) {
  const TemporaryFolder folder;
  cv::Mat wide;
  colourful(40, 30).convertTo(wide, CV_16U, 257);
  write_tiff(folder / "a.tif", wide, {.name = "planar tiles", .tile_side = 16, .is_planar = true});
  EXPECT_EQ(fault_of([&] { read_tiff_header(OpenFile(folder / "a.tif"), kManyPixels); }),
            "has TIFF tiles of one colour each: expected interleaved colours, or tiles of 8-bit "
            "RGB (save it as RGB)");
}

TEST(TiffHeader, RefusesAFileWithoutADirectory) {
  const TemporaryFolder folder;
  files::write_atomically(folder / "a.tif", std::string("II*\0\x50\0\0\0", 8));
  EXPECT_EQ(fault_of([&] { read_tiff_header(OpenFile(folder / "a.tif"), kManyPixels); }),
            "is damaged: its first TIFF directory can't be read");
}

}  // namespace
}  // namespace msmv::image
