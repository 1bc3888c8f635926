#include "msmv/image/decode.h"

#include <unistd.h>
#include <vips/vips.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <string_view>

#include "msmv/image/to_rgb8.h"
#include "msmv/image/to_srgb.h"
#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

struct Unreference {
  void operator()(void* object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unreference>;
using Region = std::unique_ptr<VipsRegion, Unreference>;
using Source = std::unique_ptr<VipsSource, Unreference>;

// JPEG that is broken inside a TIFF is decoded to gray or shifted colours, and no call fails: it
// shows only in a warning (strips) or in the text of errors (tiles), which belong to the whole
// process. Such a picture is therefore decoded while no other is.
std::shared_mutex decoding;
std::atomic<bool> has_warned_of_jpeg = false;

class JpegWatch {
 public:
  explicit JpegWatch(bool is_needed)
      : others_(decoding, std::defer_lock), alone_(decoding, std::defer_lock) {
    if (!is_needed) {
      others_.lock();
      return;
    }
    alone_.lock();
    vips_error_clear();
    has_warned_of_jpeg = false;
  }
  bool has_seen_damage() const {
    return alone_.owns_lock() && (has_warned_of_jpeg || *vips_error_buffer() != '\0');
  }

 private:
  std::shared_lock<std::shared_mutex> others_;
  std::unique_lock<std::shared_mutex> alone_;
};

void start_libvips() {
  static std::once_flag started;
  std::call_once(started, [] {
    if (VIPS_INIT("msmv") != 0) {
      throw std::runtime_error("libvips can't be started: " + std::string(vips_error_buffer()));
    }
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    // Its warnings would stand on stderr beside our own line about the file.
    g_log_set_handler(
        "VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE),
        [](const gchar*, GLogLevelFlags, const gchar* text, gpointer) {
          if (std::string_view(text).find("JPEG") != std::string_view::npos) {
            has_warned_of_jpeg = true;
          }
        },
        nullptr);
    g_log_set_default_handler([](const gchar*, GLogLevelFlags, const gchar*, gpointer) {}, nullptr);
  });
}

const char* name(VipsFormat format) {
  switch (format) {
    case VipsFormat::png:
      return "PNG";
    case VipsFormat::jpeg:
      return "JPEG";
    case VipsFormat::tiff:
      return "TIFF";
    case VipsFormat::jpeg2000:
      return "JPEG 2000";
  }
  return "";
}

// A JPEG that is broken inside goes on decoding to gray or shifted colours and says so in warnings
// only: they count as faults. TIFF warns of every private tag, so there only errors count.
int open_lazily(const OpenFile& file, std::span<const std::uint8_t> content, VipsFormat format,
                VipsImage** image) {
  auto* bytes = const_cast<std::uint8_t*>(content.data());  // libvips only reads them
  const std::size_t size = content.size();
  switch (format) {
    case VipsFormat::png:
      return vips_pngload_buffer(bytes, size, image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                 VIPS_FAIL_ON_ERROR, nullptr);
    case VipsFormat::jpeg:
      return vips_jpegload_buffer(bytes, size, image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                  VIPS_FAIL_ON_WARNING, nullptr);
    case VipsFormat::jpeg2000:
      return vips_jp2kload_buffer(bytes, size, image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                  VIPS_FAIL_ON_ERROR, nullptr);
    case VipsFormat::tiff:
      if (size == file.size()) {
        return vips_tiffload_buffer(bytes, size, image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                    VIPS_FAIL_ON_ERROR, nullptr);
      }
      break;
  }
  lseek(file.descriptor(), 0, SEEK_SET);
  const Source source(vips_source_new_from_descriptor(file.descriptor()));
  return source == nullptr
             ? -1
             : vips_tiffload_source(source.get(), image, "access", VIPS_ACCESS_SEQUENTIAL,
                                    "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
}

[[noreturn]] void refuse_damaged(const OpenFile& file, VipsFormat format) {
  vips_error_clear();
  throw InputError(file.path(),
                   "is damaged: its " + std::string(name(format)) + " data can't be decoded");
}

void require_promised(const OpenFile& file, const VipsImage* image, const Header& header) {
  const bool is_promised =
      vips_image_get_width(image) == header.width && vips_image_get_height(image) == header.height;
  const VipsBandFormat samples = vips_image_get_format(image);
  if (!is_promised || (samples != VIPS_FORMAT_UCHAR && samples != VIPS_FORMAT_USHORT) ||
      vips_image_get_bands(image) > 4 ||
      (vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK) != header.is_cmyk) {
    throw InputError(file.path(), "is damaged: its pixels are not what its header says");
  }
}

// A camera's 10 to 14 bits that nobody scaled would be taken for a picture that is nearly black.
void require_16_bits(const OpenFile& file, std::uint16_t largest) {
  constexpr std::uint16_t kLargestOf14Bits = 16383;
  if (largest <= kLargestOf14Bits) {
    throw InputError(file.path(), "has 16-bit samples of at most " + std::to_string(largest) +
                                      ": expected white at 65535; scale them, or save 8 bits");
  }
}

}  // namespace

Decoded decode(const OpenFile& file, std::span<const std::uint8_t> content, VipsFormat format,
               const Header& header) {
  constexpr int kStripRows = 64;
  start_libvips();
  const JpegWatch watch(header.has_jpeg_blocks);
  VipsImage* opened = nullptr;
  if (open_lazily(file, content, format, &opened) != 0) {
    refuse_damaged(file, format);
  }
  const Image image(opened);
  require_promised(file, opened, header);
  const int width = vips_image_get_width(opened), height = vips_image_get_height(opened);
  const int bits = vips_image_get_format(opened) == VIPS_FORMAT_USHORT ? 16 : 8;
  const int bands = vips_image_get_bands(opened);
  ToSrgb srgb(file.path(), header, {nullptr, bands, bits, header.alpha});
  std::uint16_t largest = 0;
  const Region region(vips_region_new(opened));
  Decoded decoded{{cv::Mat(height, width, CV_8UC3)}, vips_image_get_orientation(opened)};
  for (int top = 0; top < height; top += kStripRows) {
    const VipsRect strip{0, top, width, std::min(kStripRows, height - top)};
    if (vips_region_prepare(region.get(), &strip) != 0) {
      refuse_damaged(file, format);
    }
    for (int y = top; y < top + strip.height; ++y) {
      const DecodedRow row{VIPS_REGION_ADDR(region.get(), 0, y), bands, bits, header.alpha};
      to_rgb8(srgb.changes_nothing() ? row : srgb.convert(row, width), width,
              decoded.image.pixels.ptr(y));
      if (bits == 16) {
        const auto* samples = static_cast<const std::uint16_t*>(row.samples);
        largest =
            std::max(largest, *std::max_element(samples, samples + std::ptrdiff_t{width} * bands));
      }
    }
  }
  if (watch.has_seen_damage()) {
    refuse_damaged(file, format);
  }
  if (bits == 16 && !header.is_cmyk) {  // no ink is 0
    require_16_bits(file, largest);
  }
  return decoded;
}

}  // namespace msmv::image
