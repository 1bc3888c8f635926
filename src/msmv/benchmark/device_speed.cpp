#include "msmv/benchmark/device_speed.h"

#include <chrono>

namespace msmv::benchmark {
namespace {

// The batch as often as makes so many patches or more.
PatchBatch repeated(const PatchBatch& batch, std::size_t patches) {
  PatchBatch all = batch;
  while (all.samples * all.scales < patches) {
    all.samples += batch.samples;
    all.pixels.insert(all.pixels.end(), batch.pixels.begin(), batch.pixels.end());
  }
  return all;
}

}  // namespace

DeviceSpeed time_on_device(const Network& network, const PatchBatch& patches, int groups,
                           double operations_per_patch) {
  const PatchBatch group = repeated(patches, network.appetite());
  network.encode(group);  // once to warm up
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < groups; ++i) {
    network.encode(group);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double count = static_cast<double>(group.samples * group.scales) * groups;
  return {.ms_per_patch = 1e3 * took.count() / count,
          .giga_operations_s = 1e-9 * count * operations_per_patch / took.count()};
}

}  // namespace msmv::benchmark
