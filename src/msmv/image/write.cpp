#include "msmv/image/write.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

std::string lower_case_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return extension;
}

// The checksum of PNG chunks (PNG specification, annex D).
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = ~0U;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

void append_big_endian(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

// OpenCV writes no pHYs chunk (pixels per metre); it goes behind the signature and the header.
void insert_pixel_size(std::vector<std::uint8_t>& png, const PixelSize& um_per_px) {
  constexpr std::ptrdiff_t kAfterHeader = 8 + 25;
  std::vector<std::uint8_t> chunk = {'p', 'H', 'Y', 's'};
  append_big_endian(chunk, static_cast<std::uint32_t>(std::lround(1e6 / um_per_px.x)));
  append_big_endian(chunk, static_cast<std::uint32_t>(std::lround(1e6 / um_per_px.y)));
  chunk.push_back(1);
  append_big_endian(chunk, crc32(chunk));
  const std::vector<std::uint8_t> length = {0, 0, 0, 9};
  const auto at = png.insert(png.begin() + kAfterHeader, length.begin(), length.end());
  png.insert(at + 4, chunk.begin(), chunk.end());
}

// Beyond these the encoders fail, with words of their own on stderr.
void require_encodable(const std::filesystem::path& path, const cv::Size& size, bool is_jpeg,
                       bool is_png) {
  const int most = is_jpeg ? 65500 : is_png ? 1'000'000 : std::numeric_limits<int>::max();
  if (size.width > most || size.height > most) {
    throw OutputError(path, "can't be written: " + std::to_string(size.width) + " x " +
                                std::to_string(size.height) + " pixels, expected at most " +
                                std::to_string(most) + " a side");
  }
}

std::vector<int> encoder_settings(const std::optional<PixelSize>& um_per_px) {
  std::vector<int> settings = {cv::IMWRITE_JPEG_QUALITY, 95};
  if (um_per_px) {
    constexpr int kPerInch = 2;
    const auto dots = [](double um) { return static_cast<int>(std::lround(25400 / um)); };
    settings.insert(settings.end(), {cv::IMWRITE_TIFF_RESUNIT, kPerInch,  //
                                     cv::IMWRITE_TIFF_XDPI, dots(um_per_px->x),
                                     cv::IMWRITE_TIFF_YDPI, dots(um_per_px->y)});
  }
  return settings;
}

}  // namespace

bool can_write(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 5> kWritable = {".png", ".jpg", ".jpeg", ".tif", ".tiff"};
  return std::ranges::find(kWritable, lower_case_extension(path)) != kWritable.end();
}

void write(const std::filesystem::path& path, const RgbImage& image,
           const std::optional<PixelSize>& um_per_px) {
  const std::string extension = lower_case_extension(path);
  if (!can_write(path)) {
    throw InputError(path,
                     "can't be written: expected an extension of .png, .jpg, .jpeg, .tif or "
                     ".tiff");
  }
  require_encodable(path, image.pixels.size(), extension == ".jpg" || extension == ".jpeg",
                    extension == ".png");
  cv::Mat bgr;
  cv::cvtColor(image.pixels, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> encoded;
  if (!cv::imencode(extension, bgr, encoded, encoder_settings(um_per_px))) {
    throw OutputError(path, "can't be written: OpenCV can't encode it as " + extension);
  }
  if (um_per_px && extension == ".png") {
    insert_pixel_size(encoded, *um_per_px);
  }
  files::write_atomically(
      path, std::string_view(reinterpret_cast<const char*>(encoded.data()), encoded.size()));
}

}  // namespace msmv::image
