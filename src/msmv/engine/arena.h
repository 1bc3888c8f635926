#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace msmv::engine {

// A buffer of a computation whose steps run one after the other: it must keep its bytes from the
// step that writes it to the last step that reads it, both included.
struct Lifetime {
  std::size_t bytes = 0;
  std::size_t first_step = 0, last_step = 0;
};

// Where each buffer lies in one piece of memory, and how large that is. Buffers that live at the
// same time do not overlap; every offset is a multiple of kArenaAlignment.
struct ArenaPlan {
  std::vector<std::size_t> offsets;
  std::size_t bytes = 0;
};

inline constexpr std::size_t kArenaAlignment = 64;  // a cache line, and a 512-bit register

// Greedy by size: the largest buffer first, each at the lowest offset that is free during its
// life (Pisarchyk & Lee 2020, "Efficient memory management for deep neural net inference").
ArenaPlan plan_arena(std::span<const Lifetime> buffers);

}  // namespace msmv::engine
