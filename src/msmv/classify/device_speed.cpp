#include "msmv/classify/device_speed.h"

#include <chrono>
#include <utility>

namespace msmv {

DeviceSpeed time_on_device(const Model& model, const PatchBatch& patches, int fields,
                           double operations_per_patch) {
  model.submit(patches)();  // once to warm up
  const auto start = std::chrono::steady_clock::now();
  Collect current = model.submit(patches);
  for (int i = 1; i < fields; ++i) {
    Collect next = model.submit(patches);
    current();
    current = std::move(next);
  }
  current();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double count = static_cast<double>(patches.samples * patches.scales) * fields;
  return {.ms_per_patch = 1e3 * took.count() / count,
          .giga_operations_s = 1e-9 * count * operations_per_patch / took.count()};
}

}  // namespace msmv
