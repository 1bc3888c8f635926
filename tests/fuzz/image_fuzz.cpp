// Pictures of all kinds: their headers, by msmv, and their pixels, by libvips, libtiff and OpenCV.

#include "fuzz/input.h"
#include "msmv/image/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& path = msmv::fuzz::file_of({data, size});
  msmv::fuzz::read_or_refuse([&] {
    const msmv::Photo photo = msmv::image::read(path, {.max_pixels = 1 << 16});
    if (photo.image.pixels.total() > 1 << 16 || photo.image.pixels.type() != CV_8UC3) {
      std::abort();
    }
  });
  return 0;
}
