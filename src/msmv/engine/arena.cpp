#include "msmv/engine/arena.h"

#include <algorithm>
#include <numeric>

namespace msmv::engine {

namespace {

std::size_t rounded_up(std::size_t bytes) {
  return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

bool live_together(const Lifetime& a, const Lifetime& b) {
  return a.first_step <= b.last_step && b.first_step <= a.last_step;
}

}  // namespace

ArenaPlan plan_arena(std::span<const Lifetime> buffers) {
  std::vector<std::size_t> by_size(buffers.size());
  std::iota(by_size.begin(), by_size.end(), 0);
  std::ranges::stable_sort(by_size, std::greater{},
                           [&](std::size_t i) { return buffers[i].bytes; });

  ArenaPlan plan{.offsets = std::vector<std::size_t>(buffers.size())};
  std::vector<std::size_t> placed;  // ascending offsets
  for (const std::size_t i : by_size) {
    std::size_t offset = 0;
    for (const std::size_t other : placed) {
      if (!live_together(buffers[i], buffers[other])) {
        continue;
      }
      if (offset + buffers[i].bytes <= plan.offsets[other]) {
        break;
      }
      offset = std::max(offset, plan.offsets[other] + rounded_up(buffers[other].bytes));
    }
    plan.offsets[i] = offset;
    plan.bytes = std::max(plan.bytes, offset + rounded_up(buffers[i].bytes));
    const auto after = std::ranges::upper_bound(
        placed, offset, {}, [&](std::size_t other) { return plan.offsets[other]; });
    placed.insert(after, i);
  }
  return plan;
}

}  // namespace msmv::engine
