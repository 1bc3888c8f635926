#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace msmv {

// Patches ready for the encoders: [samples, scales, side, side, 3], 8 bits, R G B, scales coarse
// to fine. Plain memory, so that neither pixels nor tensors leak through this seam; the mean and
// standard deviation of the weights are applied by the encoder.
struct PatchBatch {
  std::size_t samples = 0, scales = 0, side_px = 0;
  std::vector<std::uint8_t> pixels;

  std::size_t bytes_per_patch() const { return side_px * side_px * 3; }
};

}  // namespace msmv
