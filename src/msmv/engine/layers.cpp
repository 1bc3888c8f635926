#include "msmv/engine/layers.h"

#include <algorithm>
#include <map>

#include "msmv/engine/compiled_model.h"
#include "msmv/engine/lowering.h"

namespace msmv::engine {
namespace {

// Of each convolution, by its name.
std::map<std::string, double> gflop_of_layers(const EncoderSpec& spec, const std::string& prefix) {
  const auto side = static_cast<std::int64_t>(spec.side_px);
  std::map<std::string, double> gflop;
  double before = 0;
  for (std::size_t i = 0; i < spec.graph.size(); ++i) {
    const pfenet::Graph up_to_here(spec.graph.begin(),
                                   spec.graph.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    const double now = pfenet::gflop(up_to_here, {side, side});
    gflop[prefix + spec.graph[i].name] = now - before;
    before = now;
  }
  return gflop;
}

}  // namespace

std::vector<LayerTime> time_layers(const WeightSource& source, const EncoderSpec& spec,
                                   const PatchBatch& batch, int repeats) {
  const std::string& prefix = spec.prefixes.at(0);
  const CompiledModel model([&] { return lower(spec.graph, source, lowering_of(spec, prefix)); },
                            {.precision = spec.precision, .is_profiled = true});
  const auto gflop = gflop_of_layers(spec, prefix);
  const auto fill = [&](std::span<std::uint8_t> input) {
    std::copy_n(batch.pixels.begin(), input.size(), input.begin());
  };
  std::vector<LayerTime> best;
  for (int i = 0; i < repeats; ++i) {
    const auto times = model.profile(fill);
    for (std::size_t layer = 0; layer < times.size(); ++layer) {
      const auto& [name, kind, how, ms] = times[layer];
      if (i == 0) {
        const auto found = kind == "Convolution" ? gflop.find(name) : gflop.end();
        best.push_back({name, kind, how, ms, found == gflop.end() ? 0 : found->second});
      }
      best[layer].ms = std::min(best[layer].ms, ms);
    }
  }
  return best;
}

}  // namespace msmv::engine
