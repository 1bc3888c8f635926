// Reading and decoding a drawn field of 2048 x 1536 pixels in the formats that fields come in. What
// share of a field's time that is, `msmv bench FIELD` tells.
//   taskset -c 1 build/release/bench/read_bench

#include <benchmark/benchmark.h>
#include <unistd.h>
#include <vips/vips.h>

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

#include "msmv/image/read.h"
#include "msmv/phantom/draw.h"

namespace msmv::image {
namespace {

const cv::Mat& field() {
  static const cv::Mat pixels = phantom::draw(Seed(1), {}).image.pixels;
  return pixels;
}

// `settings` are libvips's for that extension: "[compression=lzw]".
void read(benchmark::State& state, const std::string& extension, const std::string& settings) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() /
                                     ("msmv_read_bench_" + std::to_string(getpid()) + extension);
  VipsImage* image = vips_image_new_from_memory(field().data, field().total() * 3, field().cols,
                                                field().rows, 3, VIPS_FORMAT_UCHAR);
  const bool is_written =
      vips_image_write_to_file(image, (path.string() + settings).c_str(), nullptr) == 0;
  g_object_unref(image);
  if (!is_written) {
    state.SkipWithError(vips_error_buffer());
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(image::read(path, {.given_um_per_px = PixelSize{0.42, 0.42}}));
  }
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
  std::filesystem::remove(path);
}

BENCHMARK_CAPTURE(read, jpeg_95, ".jpg", "[Q=95]")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, png, ".png", "")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_uncompressed, ".tif", "")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_lzw, ".tif", "[compression=lzw]")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_deflate, ".tif", "[compression=deflate]")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_jpeg_90, ".tif", "[compression=jpeg,Q=90]")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace msmv::image
