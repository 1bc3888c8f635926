#include "msmv/image/read.h"

#include <array>
#include <memory>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/image/aperio_tiles.h"
#include "msmv/image/bmp.h"
#include "msmv/image/decode.h"
#include "msmv/image/file_bytes.h"
#include "msmv/image/jp2_header.h"
#include "msmv/image/jpeg_blocks.h"
#include "msmv/image/jpeg_header.h"
#include "msmv/image/pixel_size.h"
#include "msmv/image/planar_tiles.h"
#include "msmv/image/png_header.h"
#include "msmv/image/tiff_header.h"
#include "msmv/image/to_srgb.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::image {

enum class PictureFormat { png, jpeg, tiff, bmp, jpeg2000 };

namespace {

using namespace std::string_view_literals;
using Format = PictureFormat;

struct Signature {
  std::size_t at;
  std::string_view bytes;
};

constexpr std::pair<Signature, Format> kReadable[] = {
    {{0, "\x89PNG\r\n\x1a\n"sv}, Format::png},
    {{0, "\xff\xd8\xff"sv}, Format::jpeg},
    {{0, "II*\0"sv}, Format::tiff},
    {{0, "MM\0*"sv}, Format::tiff},
    {{0, "II+\0"sv}, Format::tiff},
    {{0, "MM\0+"sv}, Format::tiff},
    {{0, "BM"sv}, Format::bmp},
    {{0, "\0\0\0\x0cjP  \r\n\x87\n"sv}, Format::jpeg2000},
    {{0, "\xff\x4f\xff\x51"sv}, Format::jpeg2000},
};

// Named in the fault, so that its reader knows what he has.
constexpr std::pair<Signature, std::string_view> kForeign[] = {
    {{0, "GIF8"sv}, "a GIF image"},         {{8, "WEBP"sv}, "a WebP image"},
    {{4, "ftyphei"sv}, "a HEIF image"},     {{4, "ftypavif"sv}, "an AVIF image"},
    {{128, "DICM"sv}, "a DICOM file"},      {{0, "%PDF"sv}, "a PDF file"},
    {{0, "PK\x03\x04"sv}, "a ZIP archive"}, {{0, "\x1f\x8b"sv}, "a gzip archive"},
};

bool matches(const UntrustedBytes& bytes, const Signature& signature) {
  return bytes.starts_with(signature.at, signature.bytes);
}

Format recognise(const UntrustedBytes& bytes) {
  for (const auto& [signature, format] : kReadable) {
    if (matches(bytes, signature)) {
      return format;
    }
  }
  constexpr const char* kWanted = ": expected PNG, JPEG, TIFF, BMP or JPEG 2000";
  for (const auto& [signature, kind] : kForeign) {
    if (matches(bytes, signature)) {
      bytes.refuse("is " + std::string(kind) + kWanted);
    }
  }
  bytes.refuse(std::string("is no image") + kWanted);
}

void require_known_colours(const OpenFile& file, const Header& header) {
  if (header.is_cmyk && !header.icc_profile) {
    throw InputError(
        file.path(),
        "is a CMYK image without an ICC profile: expected one, or gray or RGB (save it "
        "as RGB)");
  }
}

void require_size(const OpenFile& file, const Header& header, std::int64_t max_pixels) {
  const std::string size =
      "has " + std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels: ";
  if (header.width < 1 || header.height < 1) {
    throw InputError(file.path(), size + "expected at least 1 x 1");
  }
  if (header.width > max_pixels / header.height) {
    throw InputError(file.path(), size + "expected at most " + std::to_string(max_pixels) +
                                      " together (--max-pixels)");
  }
}

// More than the largest picture can need: the rest of it would only be read in vain.
void require_bytes(const OpenFile& file, std::int64_t max_pixels) {
  const auto most = 8 * static_cast<std::uint64_t>(max_pixels) + (1U << 26);
  if (file.size() > most) {
    throw InputError(file.path(), "has " + std::to_string(file.size()) +
                                      " bytes: expected at most " + std::to_string(most) +
                                      " (--max-pixels)");
  }
}

// EXIF 2.3, tag 0x0112.
cv::Mat turn(const cv::Mat& stored, int orientation) {
  constexpr std::array kRotations = {cv::ROTATE_180, cv::ROTATE_90_CLOCKWISE,
                                     cv::ROTATE_90_COUNTERCLOCKWISE};
  cv::Mat seen;
  switch (orientation) {
    case 2:
      cv::flip(stored, seen, 1);
      break;
    case 3:
      cv::rotate(stored, seen, kRotations[0]);
      break;
    case 4:
      cv::flip(stored, seen, 0);
      break;
    case 5:
      cv::transpose(stored, seen);
      break;
    case 6:
      cv::rotate(stored, seen, kRotations[1]);
      break;
    case 7:
      cv::rotate(stored, seen, kRotations[0]);
      cv::transpose(seen, seen);
      break;
    case 8:
      cv::rotate(stored, seen, kRotations[2]);
      break;
    default:
      return stored;
  }
  return seen;
}

// Found before decoding, so that a file without one costs no time.
void set_pixel_size(Photo& photo, const Header& header, const ReadOptions& options) {
  constexpr const char* kCure = "; give the true one with --mpp";
  const std::filesystem::path& path = photo.path;
  if (options.given_um_per_px) {
    photo.um_per_px = *options.given_um_per_px;
    photo.um_per_px_source = PixelSizeSource::given;
    require_plausible(path, photo.um_per_px, "was given", "");
  } else if (header.pixel_size && !header.pixel_size->not_understood.empty()) {
    throw InputError(path, "has by its " + std::string(header.pixel_size->where) +
                               " a pixel size that is not understood, " +
                               in_quotes(header.pixel_size->not_understood) + kCure);
  } else if (header.pixel_size) {
    photo.um_per_px = header.pixel_size->um_per_px;
    photo.um_per_px_source = PixelSizeSource::file;
    require_plausible(path, photo.um_per_px, "has by its " + std::string(header.pixel_size->where),
                      kCure);
  } else if (options.require_pixel_size) {
    throw InputError(path, std::string("says nothing of its pixel size") + kCure);
  } else {
    photo.um_per_px = {options.assumed_um_per_px, options.assumed_um_per_px};
    photo.um_per_px_source = PixelSizeSource::assumed;
  }
}

Header read_header(const OpenFile& file, const UntrustedBytes& bytes, Format format,
                   std::int64_t max_pixels) {
  switch (format) {
    case Format::png:
      return read_png_header(bytes);
    case Format::jpeg:
      return read_jpeg_header(bytes);
    case Format::tiff:
      return read_tiff_header(file, max_pixels);
    case Format::bmp:
      return read_bmp_header(bytes);
    case Format::jpeg2000:
      return read_jp2_header(bytes, max_pixels);
  }
  return {};
}

// The loader of libvips for the picture; none for what libvips would not read, or not rightly.
std::optional<VipsFormat> vips_format(Format format, const Header& header) {
  switch (format) {
    case Format::png:
      return VipsFormat::png;
    case Format::jpeg:
      return VipsFormat::jpeg;
    case Format::jpeg2000:
      return VipsFormat::jpeg2000;
    case Format::bmp:
      return std::nullopt;
    case Format::tiff:
      break;
  }
  const bool is_ours =
      header.has_aperio_tiles || header.has_planar_tiles || header.has_contradicting_jpeg;
  return is_ours ? std::nullopt : std::optional(VipsFormat::tiff);
}

// In sRGB, as stored.
Decoded decode_stored(const OpenFile& file, std::span<const std::uint8_t> content, Format format,
                      const Header& header) {
  if (const auto by_vips = vips_format(format, header)) {
    return decode(file, content, *by_vips, header);
  }
  RgbImage image = header.has_aperio_tiles         ? decode_aperio_tiles(file, header)
                   : header.has_planar_tiles       ? decode_planar_tiles(file, header)
                   : header.has_contradicting_jpeg ? decode_jpeg_blocks(file, header)
                                                   : decode_bmp({file.path(), content}, header);
  to_srgb(image, file.path(), header);
  return {image, header.orientation};
}

}  // namespace

ReadOptions with_pixel_size(ReadOptions options, const std::optional<PixelSize>& um_per_px) {
  if (!options.given_um_per_px) {
    options.given_um_per_px = um_per_px;
  }
  return options;
}

struct PictureFile::Contents {
  explicit Contents(const std::filesystem::path& path)
      : file(path), before(files::stamp_of(path)) {}

  bool holds_all() const { return bytes.size() == file.size(); }

  OpenFile file;
  files::Stamp before;
  std::vector<std::uint8_t> bytes;  // all of them, but for a TIFF too large to hold
  PictureFormat format{};
  Header header;
  Photo photo;  // without pixels
};

PictureFile::PictureFile(const std::filesystem::path& path, const ReadOptions& options) {
  constexpr std::uint64_t kRecognisedBytes = 132;
  constexpr std::uint64_t kMostOfTiff = 1U << 27;
  auto contents = std::make_unique<Contents>(path);
  OpenFile& file = contents->file;
  contents->bytes = file.first_bytes(kRecognisedBytes);
  contents->format = recognise({path, contents->bytes});
  // A slide in a TIFF may be larger than memory, and says in a few bytes how many pixels it has.
  const bool is_tiff = contents->format == Format::tiff;
  if (!is_tiff) {
    require_bytes(file, options.max_pixels);
    contents->bytes = file.first_bytes(file.size());
  }
  contents->header =
      read_header(file, {path, contents->bytes}, contents->format, options.max_pixels);
  require_size(file, contents->header, options.max_pixels);
  require_bytes(file, options.max_pixels);
  require_known_colours(file, contents->header);
  contents->photo.path = path;
  contents->photo.note = contents->header.note;
  set_pixel_size(contents->photo, contents->header, options);
  if (is_tiff && file.size() <= kMostOfTiff) {
    contents->bytes = file.first_bytes(file.size());
  }
  contents_ = std::move(contents);
}

PictureFile::~PictureFile() = default;
PictureFile::PictureFile(PictureFile&&) noexcept = default;
PictureFile& PictureFile::operator=(PictureFile&&) noexcept = default;

std::string PictureFile::content_hash() const {
  return contents_->holds_all() ? files::content_hash(std::as_bytes(std::span(contents_->bytes)))
                                : files::content_hash_of_file(contents_->file.path());
}

bool PictureFile::has_profile() const {
  return contents_->header.icc_profile.has_value();
}

Photo PictureFile::decode() const {
  Photo photo = contents_->photo;
  const Decoded stored =
      decode_stored(contents_->file, contents_->bytes, contents_->format, contents_->header);
  photo.image.pixels = turn(stored.image.pixels, stored.orientation);
  if (stored.orientation >= 5 && photo.um_per_px_source == PixelSizeSource::file) {
    std::swap(photo.um_per_px.x, photo.um_per_px.y);
  }
  files::require_unchanged(photo.path, contents_->before);
  return photo;
}

Photo read(const std::filesystem::path& path, const ReadOptions& options) {
  return PictureFile(path, options).decode();
}

}  // namespace msmv::image
