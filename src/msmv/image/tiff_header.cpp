#include "msmv/image/tiff_header.h"

#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "msmv/image/aperio_tiles.h"
#include "msmv/image/jpeg_blocks.h"
#include "msmv/image/pixel_size.h"
#include "msmv/image/planar_tiles.h"
#include "msmv/image/tiff_directory.h"
#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

constexpr const char* kCureByImageJ = " (ImageJ: Image > Type > RGB Color)";

void require_samples(const OpenFile& file, int bits, int format) {
  if (format == SAMPLEFORMAT_IEEEFP) {
    throw InputError(file.path(),
                     "has floating-point samples: expected unsigned ones, up to 16 "
                     "bits (save it as 8-bit RGB)");
  }
  if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID) {
    throw InputError(file.path(), "has TIFF sample format " + std::to_string(format) +
                                      ": expected unsigned samples, up to 16 bits");
  }
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
    throw InputError(file.path(),
                     "has " + std::to_string(bits) + " bits a sample: expected 1, 2, 4, 8 or 16");
  }
}

// Three or four gray channels of unknown meaning are colours whose writer didn't say so.
bool is_gray_for_rgb(const TiffDirectory& tiff, int channels) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  if (channels < 3 || TIFFGetField(tiff.get(), TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1) {
    return channels >= 3;
  }
  return std::all_of(kinds, kinds + count,
                     [](std::uint16_t kind) { return kind == EXTRASAMPLE_UNSPECIFIED; });
}

// Four inks and nothing beside them, whose samples libvips hands over as they are.
void require_cmyk(const OpenFile& file, const TiffDirectory& tiff, int bits, int channels) {
  const bool is_cmyk = channels == 4 && bits >= 8 &&
                       tiff.number<std::uint16_t>(TIFFTAG_INKSET) == INKSET_CMYK &&
                       tiff.number<std::uint16_t>(TIFFTAG_COMPRESSION) != COMPRESSION_JPEG;
  if (!is_cmyk) {
    throw InputError(file.path(),
                     "has colours of inks: expected gray, RGB, or CMYK of 8 or 16 bits without "
                     "JPEG (save it as RGB)");
  }
}

// Returns how many channels carry the colours.
int require_colours(const OpenFile& file, const TiffDirectory& tiff, int bits, int channels) {
  std::uint16_t photometric = 0;
  if (TIFFGetField(tiff.get(), TIFFTAG_PHOTOMETRIC, &photometric) != 1) {
    throw InputError(file.path(), "is damaged: its TIFF colour model is missing");
  }
  switch (photometric) {
    case PHOTOMETRIC_MINISBLACK:
      if (is_gray_for_rgb(tiff, channels)) {
        return 3;
      }
      [[fallthrough]];
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_PALETTE:
      if (channels > 2) {
        throw InputError(file.path(), "has " + std::to_string(channels) +
                                          " channels of gray: expected one, or RGB");
      }
      if (photometric == PHOTOMETRIC_PALETTE && bits > 8) {
        throw InputError(file.path(),
                         "has a palette of " + std::to_string(bits) + " bits: expected up to 8");
      }
      return 1;
    case PHOTOMETRIC_RGB:
    case PHOTOMETRIC_YCBCR:
      if (bits < 8) {
        throw InputError(file.path(),
                         "has " + std::to_string(bits) + " bits a colour sample: expected 8 or 16");
      }
      return 3;
    case PHOTOMETRIC_SEPARATED:
      require_cmyk(file, tiff, bits, channels);
      return 4;
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
      throw InputError(file.path(), "has CIELAB colours: expected gray or RGB (save it as RGB)");
    default:
      throw InputError(file.path(), "has TIFF colour model " + std::to_string(photometric) +
                                        ": expected gray, palette, RGB or YCbCr");
  }
}

// A file that names no extra samples but has one more than its colours means opacity (Pillow reads
// it so too); "unspecified" samples are no opacity.
Alpha alpha_of(const TiffDirectory& tiff, int extra_channels) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  const bool is_named =
      TIFFGetField(tiff.get(), TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1 && count > 0;
  if (extra_channels == 0) {
    return Alpha::none;
  }
  if (!is_named) {
    return extra_channels == 1 ? Alpha::opacity : Alpha::ignored;
  }
  // libvips has divided associated opacity out of the colours when it hands them over.
  const bool is_opacity = kinds[0] == EXTRASAMPLE_UNASSALPHA || kinds[0] == EXTRASAMPLE_ASSOCALPHA;
  return is_opacity ? Alpha::opacity : Alpha::ignored;
}

// Methods that decode in a memory that the size of the picture bounds (LZMA's is not) and that
// somebody writes colour pictures with.
void require_compression(const OpenFile& file, const TiffDirectory& tiff) {
  constexpr int kKnown[] = {COMPRESSION_NONE,          COMPRESSION_LZW,     COMPRESSION_JPEG,
                            COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE, COMPRESSION_PACKBITS,
                            COMPRESSION_ZSTD,          COMPRESSION_WEBP};
  const int method = tiff.number<std::uint16_t>(TIFFTAG_COMPRESSION);
  const bool is_aperio = is_aperio_jpeg2000(method) && TIFFIsTiled(tiff.get()) != 0;
  const bool is_known =
      is_aperio || (std::ranges::find(kKnown, method) != std::end(kKnown) &&
                    TIFFIsCODECConfigured(static_cast<std::uint16_t>(method)) == 1);
  if (!is_known) {
    throw InputError(file.path(), "has TIFF compression " + std::to_string(method) +
                                      ": expected none, LZW, deflate, PackBits, JPEG, ZSTD, WebP "
                                      "or Aperio's JPEG 2000");
  }
  if (tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_YCBCR && !is_aperio &&
      method != COMPRESSION_JPEG) {
    throw InputError(
        file.path(),
        "has YCbCr colours without JPEG: expected gray, palette or RGB (save it as RGB)");
  }
}

void require_blocks(const OpenFile& file, const TiffDirectory& tiff, std::int64_t max_pixels) {
  const bool is_tiled = TIFFIsTiled(tiff.get()) != 0;
  if (is_tiled) {
    const std::int64_t width = tiff.number<std::uint32_t>(TIFFTAG_TILEWIDTH);
    const std::int64_t height = tiff.number<std::uint32_t>(TIFFTAG_TILELENGTH);
    // A JPEG 2000 of its own lies in each tile, with limits that nobody looks at.
    constexpr std::int64_t kMostOfJpeg2000 = 1 << 20;
    const bool is_aperio = is_aperio_jpeg2000(tiff.number<std::uint16_t>(TIFFTAG_COMPRESSION));
    const std::int64_t most = is_aperio ? kMostOfJpeg2000 : max_pixels;
    if (width == 0 || height == 0 || width > most / height) {
      throw InputError(file.path(), "is damaged: it has TIFF tiles of " + std::to_string(width) +
                                        " x " + std::to_string(height) + " pixels");
    }
  }
  // libvips interleaves those of strips of RGB rightly, and no others.
  const bool is_rgb = tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_RGB;
  if ((is_tiled || !is_rgb) &&
      tiff.number<std::uint16_t>(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE &&
      tiff.number<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL) > 1 && !has_planar_tiles(tiff)) {
    throw InputError(file.path(), std::string("has TIFF ") + (is_tiled ? "tiles" : "strips") +
                                      " of one colour each: expected interleaved colours, or tiles "
                                      "of 8-bit RGB (save it as RGB)");
  }
  const std::string block = is_tiled ? "TIFF tile " : "TIFF strip ";
  const std::uint32_t count =
      is_tiled ? TIFFNumberOfTiles(tiff.get()) : TIFFNumberOfStrips(tiff.get());
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t offset = TIFFGetStrileOffset(tiff.get(), i);
    const std::uint64_t bytes = TIFFGetStrileByteCount(tiff.get(), i);
    if (bytes == 0 || offset == 0) {
      throw InputError(file.path(), "is damaged: " + block + std::to_string(i + 1) + " of " +
                                        std::to_string(count) + " is missing");
    }
    if (offset > file.size() || bytes > file.size() - offset) {
      throw InputError(file.path(), "is truncated: " + block + std::to_string(i + 1) + " of " +
                                        std::to_string(count) + " needs " + std::to_string(bytes) +
                                        " bytes from byte " + std::to_string(offset) +
                                        ", the file has " + std::to_string(file.size()));
    }
  }
}

// Refuses a page that says of itself that it is not the picture, or only a colour of it.
void require_whole(const OpenFile& file, const TiffDirectory& tiff, int channels) {
  if ((tiff.number<std::uint32_t>(TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0) {
    throw InputError(file.path(),
                     "has a reduced picture on its first page: expected the whole one");
  }
  const int stated = channels_in_description(tiff.text(TIFFTAG_IMAGEDESCRIPTION));
  if (channels == 1 && stated > 1) {
    throw InputError(file.path(),
                     "has " + std::to_string(stated) +
                         " channels on pages or in files of their own: expected one page of RGB" +
                         kCureByImageJ);
  }
}

std::optional<StatedPixelSize> pixel_size_of(const TiffDirectory& tiff) {
  const std::string description = tiff.text(TIFFTAG_IMAGEDESCRIPTION);
  if (auto stated = pixel_size_in_description(description)) {
    return stated;
  }
  float x = 0, y = 0;  // pixels per unit
  if (TIFFGetField(tiff.get(), TIFFTAG_XRESOLUTION, &x) != 1 ||
      TIFFGetField(tiff.get(), TIFFTAG_YRESOLUTION, &y) != 1 || !(x > 0) || !(y > 0) ||
      std::isinf(x) || std::isinf(y)) {
    return std::nullopt;
  }
  if (tiff.is_unit_unknown()) {
    return StatedPixelSize{{}, "TIFF resolution", "a number in a unit that TIFF has not"};
  }
  if (const std::string unit = imagej_unknown_unit(description); !unit.empty()) {
    return StatedPixelSize{{}, "ImageJ calibration", "a number of " + unit};
  }
  const auto sizes = [&](double unit_in_um, const char* where) {
    return StatedPixelSize{{unit_in_um / x, unit_in_um / y}, where};
  };
  if (const auto unit = imagej_unit_in_um(description)) {  // it outranks the tag in ImageJ, too
    return sizes(*unit, "ImageJ calibration");
  }
  switch (tiff.number<std::uint16_t>(TIFFTAG_RESOLUTIONUNIT)) {
    case RESUNIT_INCH:
      return sizes(25400, "TIFF resolution");
    case RESUNIT_CENTIMETER:
      return sizes(10000, "TIFF resolution");
    default:
      return std::nullopt;
  }
}

struct Page {
  std::int64_t width = 0, height = 0;
  bool is_gray = false, is_reduced = false;
};

Page page_of(const TiffDirectory& tiff) {
  const auto photometric = tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC);
  return {
      .width = tiff.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH),
      .height = tiff.number<std::uint32_t>(TIFFTAG_IMAGELENGTH),
      .is_gray = tiff.number<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL) == 1 &&
                 (photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE),
      .is_reduced = (tiff.number<std::uint32_t>(TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0};
}

// A level of a pyramid or a thumbnail, whether it says so or not: all of the first page, smaller.
bool is_reduced_copy(const Page& page, const Page& first) {
  const auto height = static_cast<double>(page.height);
  const double expected_height = static_cast<double>(first.height) *
                                 static_cast<double>(page.width) / static_cast<double>(first.width);
  const bool has_its_form = std::abs(height - expected_height) <= std::max(1.0, 0.02 * height);
  return page.is_reduced || (page.width < first.width && has_its_form);
}

// The first page alone is read. It is not the picture where a later one is larger (a label or an
// overview stands first), or where the colours stand on three pages, as an array of (3, height,
// width) is written. Returns what is to be said of the other pages.
std::string require_first_page(const OpenFile& file) {
  constexpr int kPages = 1024;
  const TiffDirectory tiff(file);
  const Page first = page_of(tiff);
  int pages = 1, like_the_first = 1, pictures = 1;
  for (; pages < kPages && TIFFReadDirectory(tiff.get()) == 1; ++pages) {
    const Page page = page_of(tiff);
    if (!page.is_reduced && page.width > 0 && page.height > 0 &&
        first.width * first.height / page.width < page.height) {
      throw InputError(file.path(), "has a larger picture, " + std::to_string(page.width) + " x " +
                                        std::to_string(page.height) + " pixels, on page " +
                                        std::to_string(pages + 1) +
                                        ": expected it on the first page (save that page alone)");
    }
    pictures += is_reduced_copy(page, first) ? 0 : 1;
    like_the_first +=
        page.is_gray && !page.is_reduced && page.width == first.width && page.height == first.height
            ? 1
            : 0;
  }
  if (first.is_gray && pages == 3 && like_the_first == 3) {
    throw InputError(
        file.path(),
        std::string("has three gray pages of one size: expected one page of RGB") + kCureByImageJ);
  }
  const std::string count = (pages == kPages ? "more than " : "") + std::to_string(pictures);
  return pictures == 1 ? "" : note_of_first(count, "pages");
}

// Nothing where there is none; no bytes where there is one that can't be read.
std::optional<IccProfile> profile_of(const TiffDirectory& tiff) {
  std::uint32_t count = 0;
  const std::uint8_t* bytes = nullptr;
  if (TIFFGetField(tiff.get(), TIFFTAG_ICCPROFILE, &count, &bytes) == 1) {
    return IccProfile(bytes, bytes + count);
  }
  return tiff.is_profile_unreadable() ? std::optional<IccProfile>(std::in_place) : std::nullopt;
}

}  // namespace

Header read_tiff_header(const OpenFile& file, std::int64_t max_pixels) {
  const TiffDirectory tiff(file);
  Header header;
  header.width = tiff.number<std::uint32_t>(TIFFTAG_IMAGEWIDTH);
  header.height = tiff.number<std::uint32_t>(TIFFTAG_IMAGELENGTH);
  header.pixel_size = pixel_size_of(tiff);
  const int orientation = tiff.number<std::uint16_t>(TIFFTAG_ORIENTATION);
  header.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  if (header.width == 0 || header.height == 0 || header.width > max_pixels / header.height) {
    return header;  // the caller refuses it; its blocks are not worth a look
  }
  const int bits = tiff.number<std::uint16_t>(TIFFTAG_BITSPERSAMPLE);
  require_samples(file, bits, tiff.number<std::uint16_t>(TIFFTAG_SAMPLEFORMAT));
  const int channels = tiff.number<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL);
  require_whole(file, tiff, channels);
  const int colours = require_colours(file, tiff, bits, channels);
  if (channels < colours || channels > 4) {
    throw InputError(file.path(),
                     "has " + std::to_string(channels) + " channels: expected gray or RGB");
  }
  header.alpha = alpha_of(tiff, channels - colours);
  require_compression(file, tiff);
  require_blocks(file, tiff, max_pixels);
  header.note = require_first_page(file);
  header.is_cmyk = tiff.number<std::uint16_t>(TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_SEPARATED;
  header.icc_profile = profile_of(tiff);
  const int compression = tiff.number<std::uint16_t>(TIFFTAG_COMPRESSION);
  header.has_aperio_tiles = is_aperio_jpeg2000(compression);
  header.has_jpeg_blocks = compression == COMPRESSION_JPEG;
  header.has_planar_tiles = has_planar_tiles(tiff);
  header.has_contradicting_jpeg = header.has_jpeg_blocks && contradicts_its_tag(file, tiff);
  return header;
}

}  // namespace msmv::image
