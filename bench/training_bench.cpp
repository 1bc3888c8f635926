// One update of the network, micro-batch by micro-batch, without reading data: what an epoch costs.
// The argument is the first trained stage (4: the last; 3: the last two; 0: everything);
// `patches/s` counts single patches. bench/peers/training_step.py takes the same step in PyTorch.

#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include "golden/formula.h"
#include "msmv/torch/optimizer.h"
#include "msmv/torch/training_network.h"

namespace {

using namespace msmv;
using namespace msmv::libtorch;

constexpr std::size_t kSamples = 4;  // of two scales: 8 patches in memory

void update(benchmark::State& state) {
  training::NetworkConfig network_config;
  network_config.pfenet.shared_weights = true;
  network_config.fdnet.discriminator = fdnet::Discriminator::fc;  // the peer has no BiLSTM
  network_config.scales = 2;
  network_config.classes = 4;
  network_config.side_px = 224;
  training::Config config;
  config.first_trained_stage = static_cast<int>(state.range(0));
  Network network(network_config, config, true);
  Updates updates(network->trained_parameters(), config);
  network->begin_training();

  const auto pixels = golden::patches("pixels", kSamples, 2, 224);
  training::Batch batch{kSamples, 2, 224, 0, pixels.pixels, {}, {}, {0, 1, 2, 3}};
  for (std::size_t i = 0; i < kSamples * 4; ++i) {
    batch.targets.push_back(i % 5 == 0 ? 1.0F : 0.0F);
  }
  const auto take_step = [&] {
    updates.clear_gradients();
    network->loss(network->forward(batch, torch::kCPU, 1), batch, kSamples).backward();
    updates.step(1e-4);
  };
  take_step();  // the first one compiles kernels
  for (auto _ : state) {
    take_step();
  }
  state.counters["patches/s"] = benchmark::Counter(
      static_cast<double>(kSamples * 2 * static_cast<std::size_t>(state.iterations())),
      benchmark::Counter::kIsRate);
}

}  // namespace

BENCHMARK(update)->Arg(4)->Arg(3)->Arg(0)->Iterations(5)->UseRealTime()->Unit(
    benchmark::kMillisecond);
