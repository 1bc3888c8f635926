// Reading and decoding a drawn field of 2048 x 1536 pixels in the formats that fields come in. What
// share of a field's time that is, `msmv bench FIELD` tells.
//   taskset -c 1 build/release/bench/read_bench

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "msmv/image/read.h"
#include "msmv/phantom/draw.h"

namespace msmv::image {
namespace {

const cv::Mat& field_bgr() {
  static const cv::Mat field = [] {
    cv::Mat bgr;
    cv::cvtColor(phantom::draw(Seed(1), {}).image.pixels, bgr, cv::COLOR_RGB2BGR);
    return bgr;
  }();
  return field;
}

void read(benchmark::State& state, const std::string& extension, const std::vector<int>& settings) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() /
                                     ("msmv_read_bench_" + std::to_string(getpid()) + extension);
  cv::imwrite(path.string(), field_bgr(), settings);
  for (auto _ : state) {
    benchmark::DoNotOptimize(image::read(path, {}));
  }
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
  std::filesystem::remove(path);
}

// libtiff's numbers of compressions.
std::vector<int> tiff(int compression) {
  return {cv::IMWRITE_TIFF_COMPRESSION, compression};
}

BENCHMARK_CAPTURE(read, jpeg_95, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 95})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, png, ".png", {})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_uncompressed, ".tif", tiff(1))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_lzw, ".tif", tiff(5))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_deflate, ".tif", tiff(8))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, tiff_jpeg, ".tif", tiff(7))->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace msmv::image
