// KREM on a field of 2048 x 1536 pixels in all six views, decoding apart, on one thread.
// `floor_ms` is the memory-bound floor: the field's pixels read once, measured in the same run.
//   taskset -c 1 build/release/bench/krem_bench

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <opencv2/core.hpp>

#include "msmv/krem/detect.h"
#include "msmv/krem/key_regions.h"
#include "msmv/phantom/draw.h"

namespace msmv {
namespace {

const phantom::Phantom& field() {
  static const auto drawn = [] {
    cv::setNumThreads(1);
    return phantom::draw(1, {});
  }();
  return drawn;
}

PixelExtent extent() {
  return {field().image.pixels.cols, field().image.pixels.rows};
}

// Milliseconds to read the field's pixels once, eight bytes a turn: the least of fifty.
double floor_ms() {
  static const double least = [] {
    const cv::Mat& pixels = field().image.pixels;
    const auto* words = pixels.ptr<std::uint64_t>();
    const std::size_t count = pixels.total() * pixels.elemSize() / sizeof *words;
    using Clock = std::chrono::steady_clock;
    double seconds = 1;
    for (int turn = 0; turn < 50; ++turn) {
      const auto begin = Clock::now();
      benchmark::DoNotOptimize(std::reduce(words, words + count));
      seconds = std::min(seconds, std::chrono::duration<double>(Clock::now() - begin).count());
    }
    return seconds * 1e3;
  }();
  return least;
}

template <class Step>
void measure(benchmark::State& state, Step step) {
  state.counters["floor_ms"] = floor_ms();
  for (auto _ : state) {
    benchmark::DoNotOptimize(step());
  }
}

void Detect(benchmark::State& state, krem::Detector detector) {
  const krem::Config config{.detector = detector};
  measure(state, [&] { return krem::detect(field().image, 0.42, config); });
}

void Find(benchmark::State& state, krem::Selector selector) {
  const krem::Config config{.detector = krem::Detector::hematoxylin, .selector = selector};
  const auto nuclei = krem::detect(field().image, 0.42, config);
  measure(state, [&] { return krem::find(nuclei, extent(), config, 0); });
}

void AllSixViews(benchmark::State& state) {
  const krem::Config config{.detector = krem::Detector::hematoxylin,
                            .selector = krem::Selector::spread};
  measure(state, [&] {
    return krem::find(krem::detect(field().image, 0.42, config), extent(), config, 0);
  });
}

BENCHMARK_CAPTURE(Detect, hematoxylin, krem::Detector::hematoxylin)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Detect, paper, krem::Detector::paper)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Find, densest, krem::Selector::densest)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Find, spread, krem::Selector::spread)->Unit(benchmark::kMillisecond);
BENCHMARK(AllSixViews)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace msmv
