#include "msmv/image/write.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
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

}  // namespace

void write(const std::filesystem::path& path, const RgbImage& image) {
  constexpr std::array<std::string_view, 5> kWritable = {".png", ".jpg", ".jpeg", ".tif", ".tiff"};
  const std::string extension = lower_case_extension(path);
  if (std::ranges::find(kWritable, extension) == kWritable.end()) {
    throw InputError(path,
                     "can't be written: expected an extension of .png, .jpg, .jpeg, .tif or "
                     ".tiff");
  }
  cv::Mat bgr;
  cv::cvtColor(image.pixels, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> encoded;
  if (!cv::imencode(extension, bgr, encoded, {cv::IMWRITE_JPEG_QUALITY, 95})) {
    throw InputError(path, "can't be written: OpenCV can't encode it as " + extension);
  }
  files::write_atomically(
      path, std::string_view(reinterpret_cast<const char*>(encoded.data()), encoded.size()));
}

}  // namespace msmv::image
