// The engine alone, on a ResNet-50 with weights from a formula: one patch of 224 x 224 a turn, on
// one thread. `share` is of the core's peak, measured in the same run, both by CPU time.
//   taskset -c 1 build/release/bench/engine_bench

#include <benchmark/benchmark.h>

#include "golden/formula.h"
#include "msmv/engine/calibrate.h"
#include "msmv/engine/encoder.h"
#include "msmv/engine/peak.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pfenet/layout.h"

namespace msmv::engine {
namespace {

const weights::Tensors& tensors() {
  static const weights::Tensors made = [] {
    weights::Tensors all;
    for (const auto& [name, shape] : pfenet::encoder_layout(pfenet::Backbone::resnet50)) {
      all["shared." + name] = golden::weight(name, shape);
    }
    return all;
  }();
  return made;
}

WeightSource source() {
  return {.shape_of = [](const std::string& name) -> std::optional<weights::Shape> {
            const auto found = tensors().find(name);
            return found == tensors().end() ? std::nullopt : std::optional(found->second.shape);
          },
          .read = [](const std::string& name) { return tensors().at(name); }};
}

EncoderSpec spec_of(Precision precision) {
  EncoderSpec spec{.graph = pfenet::graph_of(pfenet::Backbone::resnet50),
                   .prefixes = {"shared."},
                   .side_px = 224,
                   .normalization = {.mean = {0.5F, 0.5F, 0.5F}, .deviation = {0.2F, 0.2F, 0.2F}},
                   .precision = precision};
  if (precision == Precision::int8) {
    spec.ranges = calibrate(source(), spec, golden::patches("pixels", 2, 1, 224));
  }
  return spec;
}

void encode(benchmark::State& state, Precision precision) {
  if (const Available got = available(precision, processor()); got.precision != precision) {
    state.SkipWithError(got.reason.c_str());
    return;
  }
  const Peak peak = measure_peak(precision);
  const Encoder encoder(source(), spec_of(precision));
  const PatchBatch patch = golden::patches("pixels", 1, 1, 224);
  for (auto _ : state) {
    benchmark::DoNotOptimize(encoder.encode(patch));
  }
  using benchmark::Counter;
  const double giga_operations = pfenet::gflop(pfenet::Backbone::resnet50, 224);
  state.counters["Gop/s"] = Counter(giga_operations, Counter::kIsIterationInvariantRate);
  state.counters["share"] =
      Counter(giga_operations / peak.giga_operations_s, Counter::kIsIterationInvariantRate);
  state.SetLabel(peak.instruction);
}

// From weights in memory to an encoder that is ready: part of every start.
void compile(benchmark::State& state, Precision precision) {
  const EncoderSpec spec = spec_of(precision);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Encoder(source(), spec));
  }
}

BENCHMARK_CAPTURE(encode, fp32, Precision::fp32)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, bf16, Precision::bf16)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, int8, Precision::int8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile, fp32, Precision::fp32)->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(compile, int8, Precision::int8)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
}  // namespace msmv::engine
